import type { Raw } from './form.ts';
import { invalid, StripeRefusal } from './refusal.ts';
import { type Fields, parametersOf, typeOf } from './schemas.ts';
import type { Shape } from './type-text.ts';

type Encoding = 'form' | 'json';
type Place = { readonly path: string; readonly encoding: Encoding };
type RawRecord = { readonly [key: string]: Raw };

const within = ({ path, encoding }: Place, key: string | number): Place => ({
  path: path === '' ? String(key) : `${path}[${key}]`,
  encoding,
});
const isRecord = (value: Raw): value is RawRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: Raw): value is readonly Raw[] => Array.isArray(value);

/** Checks a call's parameters against the SDK's own types, all closed, and turns the texts of a form into what they mean. */
export function validate(operation: string, raw: RawRecord, encoding: Encoding): RawRecord {
  const checked = check(parametersOf(operation), raw, { path: '', encoding });
  return isRecord(checked) ? checked : {};
}

function check(shape: Shape, value: Raw, place: Place): Raw {
  switch (shape.kind) {
    case 'named':
      return checkNamed(shape.name, value, place);
    case 'either':
      return checkEither(shape.of, value, place);
    case 'list':
      if (!isList(value)) throw invalid(place.path, `Invalid array`);
      return value.map((item, index) => check(shape.of, item, within(place, index)));
    case 'map':
      if (!isRecord(value)) throw invalid(place.path, 'Invalid object');
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, check(shape.of, item, within(place, key))]),
      );
    case 'literal':
      if (value !== shape.value) throw invalid(place.path, mustBeOneOf(place.path, [shape.value]));
      return value;
    default:
      return checkPlain(shape.kind, value, place);
  }
}

function checkNamed(name: string, value: Raw, place: Place): Raw {
  const type = typeOf(name);
  if (!(type instanceof Map)) return check(toShape(type), value, place);
  if (isRecord(value)) return checkFields(type, value, place);
  // A form says an empty record by saying nothing, an empty list reads the same.
  if (isList(value) && value.length === 0) return checkFields(type, {}, place);
  throw invalid(place.path, 'Invalid object');
}

const toShape = (type: Fields | Shape): Shape => type as Shape;

function checkFields(fields: Fields, value: RawRecord, place: Place): Raw {
  for (const key of Object.keys(value)) {
    if (fields.has(key)) continue;
    const { path } = within(place, key);
    throw invalid(path, `Received unknown parameter: ${path}`, 'parameter_unknown');
  }
  for (const { name, isOptional } of fields.values()) {
    if (isOptional || value[name] !== undefined) continue;
    const { path } = within(place, name);
    throw invalid(path, `Missing required param: ${path}.`, 'parameter_missing');
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const field = fields.get(key);
      return field && item !== undefined ? [[key, check(field.shape, item, within(place, key))]] : [];
    }),
  );
}

function checkEither(choices: readonly Shape[], value: Raw, place: Place): Raw {
  const literals = choices.flatMap((choice) => (choice.kind === 'literal' ? [choice.value] : []));
  if (typeof value === 'string' && literals.includes(value)) return value;
  let refusal: StripeRefusal | undefined;
  for (const choice of choices.filter(({ kind }) => kind !== 'literal')) {
    try {
      return check(choice, value, place);
    } catch (error) {
      if (!(error instanceof StripeRefusal)) throw error;
      refusal = error;
    }
  }
  const shown = literals.filter((literal) => literal !== '');
  throw shown.length > 0
    ? invalid(place.path, mustBeOneOf(place.path, shown))
    : (refusal ?? invalid(place.path, 'Invalid'));
}

const mustBeOneOf = (path: string, choices: readonly string[]): string => {
  const last = choices.at(-1) ?? '';
  const list = choices.length === 1 ? last : `one of ${choices.slice(0, -1).join(', ')} or ${last}`;
  return `Invalid ${path}: must be ${list}`;
};

function checkPlain(
  kind: 'string' | 'number' | 'boolean' | 'null' | 'decimal',
  value: Raw,
  { path, encoding }: Place,
): Raw {
  if (kind === 'string' && typeof value === 'string') return value;
  if (kind === 'decimal' && typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return value;
  if (kind === 'null' && value === null) return value;
  if (encoding === 'json' && typeof value === kind) return value;
  if (encoding === 'form' && kind === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  if (encoding === 'form' && kind === 'number' && typeof value === 'string' && /^-?\d+$/.test(value))
    return Number(value);
  if (kind === 'number') throw invalid(path, `Invalid integer: ${String(value)}`, 'parameter_invalid_integer');
  throw invalid(path, `Invalid ${kind}: ${JSON.stringify(value)}`);
}
