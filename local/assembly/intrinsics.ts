import type { Json, JsonObject } from '../model.ts';
import { isList, isObject, toList, toNumber, toText } from './json.ts';

/** Where the names inside one template lead. Each throws when it does not know the name. */
export type Scope = {
  ref(logicalId: string): Json | undefined;
  attribute(logicalId: string, name: string): Json;
  exported(name: string): Json;
  condition(name: string): boolean;
  mapping(name: string): JsonObject;
};

type Intrinsic = (argument: Json, scope: Scope) => Json | undefined;

const textOf = (value: Json, scope: Scope, where: string): string => toText(resolve(value, scope), where);
const pairOf = (argument: Json, where: string): readonly Json[] => {
  const list = toList(argument, where);
  if (list.length < 2) throw new Error(`${where}: expected two arguments`);
  return list;
};

function getAttribute(argument: Json, scope: Scope): Json {
  const [id, name] = typeof argument === 'string' ? splitOnce(argument, '.') : pairOf(argument, 'Fn::GetAtt');
  return scope.attribute(toText(id, 'Fn::GetAtt'), textOf(name ?? '', scope, 'Fn::GetAtt'));
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

function substitute(argument: Json, scope: Scope): string {
  const [template, variables] = isList(argument) ? argument : [argument, undefined];
  return toText(template, 'Fn::Sub').replaceAll(/\$\{([^}]+)\}/g, (_match, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const own = isObject(variables) ? variables[name] : undefined;
    if (own !== undefined) return textOf(own, scope, `Fn::Sub ${name}`);
    return toText(name.includes('.') ? getAttribute(name, scope) : scope.ref(name), `Fn::Sub ${name}`);
  });
}

function join(argument: Json, scope: Scope): string {
  const [separator, parts] = pairOf(argument, 'Fn::Join');
  const texts = toList(resolve(parts, scope), 'Fn::Join').map((part) => toText(part, 'Fn::Join'));
  return texts.join(toText(separator, 'Fn::Join'));
}

function select(argument: Json, scope: Scope): Json {
  const [index, list] = pairOf(argument, 'Fn::Select');
  const found = toList(resolve(list, scope), 'Fn::Select')[toNumber(resolve(index, scope), 'Fn::Select')];
  if (found === undefined) throw new Error(`Fn::Select: no element ${JSON.stringify(index)}`);
  return found;
}

function choose(argument: Json, scope: Scope): Json | undefined {
  const [condition, whenTrue, whenFalse] = pairOf(argument, 'Fn::If');
  return resolve(scope.condition(toText(condition, 'Fn::If')) ? whenTrue : whenFalse, scope);
}

function findInMap(argument: Json, scope: Scope): Json {
  const [name, first, second] = pairOf(argument, 'Fn::FindInMap').map((part) => textOf(part, scope, 'Fn::FindInMap'));
  const row = scope.mapping(name ?? '')[first ?? ''];
  const found = isObject(row) ? row[second ?? ''] : undefined;
  if (found === undefined) throw new Error(`Fn::FindInMap: ${name} has no ${first}.${second}`);
  return found;
}

const isTrue = (value: Json, scope: Scope): boolean => resolve(value, scope) === true;

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => scope.ref(toText(argument, 'Ref')),
  Condition: (argument, scope) => scope.condition(toText(argument, 'Condition')),
  'Fn::GetAtt': getAttribute,
  'Fn::Join': join,
  'Fn::Sub': substitute,
  'Fn::Select': select,
  'Fn::Split': (argument, scope) => {
    const [separator, text] = pairOf(argument, 'Fn::Split');
    return textOf(text ?? '', scope, 'Fn::Split').split(toText(separator, 'Fn::Split'));
  },
  'Fn::ImportValue': (argument, scope) => scope.exported(textOf(argument, scope, 'Fn::ImportValue')),
  'Fn::If': choose,
  'Fn::FindInMap': findInMap,
  'Fn::Equals': (argument, scope) => {
    const [left, right] = pairOf(argument, 'Fn::Equals');
    return textOf(left ?? '', scope, 'Fn::Equals') === textOf(right ?? '', scope, 'Fn::Equals');
  },
  'Fn::And': (argument, scope) => toList(argument, 'Fn::And').every((part) => isTrue(part, scope)),
  'Fn::Or': (argument, scope) => toList(argument, 'Fn::Or').some((part) => isTrue(part, scope)),
  'Fn::Not': (argument, scope) => !toList(argument, 'Fn::Not').some((part) => isTrue(part, scope)),
};

/** The value with every intrinsic function worked out; undefined stands for `AWS::NoValue`. An unknown function throws. */
export function resolve(value: Json | undefined, scope: Scope): Json | undefined {
  if (isList(value)) {
    return value.map((part) => resolve(part, scope)).filter((part): part is Json => part !== undefined);
  }
  if (!isObject(value)) return value;
  const [first, ...others] = Object.entries(value);
  if (first !== undefined && others.length === 0) {
    const [name, argument] = first;
    const intrinsic = intrinsics[name];
    // `Condition` is also a key of IAM statements; only with a plain name it refers to a condition of the template.
    const isCall = intrinsic !== undefined && (name !== 'Condition' || typeof argument === 'string');
    if (isCall && argument !== undefined) return intrinsic(argument, scope);
    if (name.startsWith('Fn::')) throw new Error(`The embedded cloud does not know the intrinsic function ${name}`);
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, resolve(part, scope)]));
}
