import { type JsonObject, WireFault } from '../../model.ts';
import { optionalText } from '../request.ts';
import { checkCondition } from './condition-checks.ts';
import { type Condition, parseCondition } from './condition-grammar.ts';
import { type KeyTest, readKeyTests } from './key-conditions.ts';
import { type Path, refuseOverlaps, type WrittenPath } from './paths.ts';
import { parseProjection } from './projections.ts';
import { readScope, refuseUnused, resolvePath, type Scope } from './scope.ts';
import { TokenCursor } from './tokens.ts';
import { checkUpdate } from './update-checks.ts';
import { parseUpdate, type Step } from './update-grammar.ts';

type Parsed<Tree> = { readonly tree: Tree; readonly names: ReadonlySet<string>; readonly values: ReadonlySet<string> };
type Parser<Tree> = { readonly parse: (cursor: TokenCursor) => Tree; readonly known: Map<string, Parsed<Tree>> };

/** The expressions of one request, parsed and checked as far as that goes without an item. */
export type Expressions = {
  readonly scope: Scope;
  readonly condition?: Condition;
  readonly filter?: Condition;
  readonly keyTests?: ReadonlyMap<string, KeyTest>;
  readonly projection?: readonly Path[];
  readonly update?: { readonly steps: readonly Step[]; readonly paths: readonly Path[] };
};

// Expressions are few and repeat; a test that makes up ever new ones must not fill the memory.
const MOST_KNOWN = 2000;
const conditions: Parser<Condition> = { parse: parseCondition, known: new Map() };
const projections: Parser<readonly WrittenPath[]> = { parse: parseProjection, known: new Map() };
const updates: Parser<readonly Step[]> = { parse: parseUpdate, known: new Map() };

export function readExpressions(input: JsonObject): Expressions {
  const update = parsed(input, 'UpdateExpression', updates);
  const condition = parsed(input, 'ConditionExpression', conditions);
  const key = parsed(input, 'KeyConditionExpression', conditions);
  const filter = parsed(input, 'FilterExpression', conditions);
  const projection = parsed(input, 'ProjectionExpression', projections);
  const all = [update, condition, key, filter, projection].filter((each) => each !== undefined);
  const scope = readScope(input, all.length > 0);
  const expressions: Expressions = {
    scope,
    ...(update && { update: within('UpdateExpression', () => boundUpdate(update.tree, scope)) }),
    ...(condition && { condition: boundCondition('ConditionExpression', condition.tree, scope) }),
    ...(key && { keyTests: boundKeyTests(key.tree, scope) }),
    ...(filter && { filter: boundCondition('FilterExpression', filter.tree, scope) }),
    ...(projection && { projection: within('ProjectionExpression', () => boundProjection(projection.tree, scope)) }),
  };
  refuseUnused(scope, union(all, 'names'), union(all, 'values'));
  return expressions;
}

function parsed<Tree>(input: JsonObject, parameter: string, parser: Parser<Tree>): Parsed<Tree> | undefined {
  const text = optionalText(input, parameter);
  if (text === undefined) return undefined;
  const known = parser.known.get(text);
  if (known !== undefined) return known;
  return within(parameter, () => {
    const cursor = new TokenCursor(text);
    const fresh = { tree: parser.parse(cursor), names: cursor.names, values: cursor.values };
    if (parser.known.size >= MOST_KNOWN) parser.known.clear();
    parser.known.set(text, fresh);
    return fresh;
  });
}

function boundCondition(parameter: string, condition: Condition, scope: Scope): Condition {
  return within(parameter, () => {
    checkCondition(condition, scope);
    return condition;
  });
}

function boundKeyTests(condition: Condition, scope: Scope): ReadonlyMap<string, KeyTest> {
  within('KeyConditionExpression', () => checkCondition(condition, scope));
  return readKeyTests(condition, scope);
}

function boundUpdate(steps: readonly Step[], scope: Scope): { steps: readonly Step[]; paths: readonly Path[] } {
  return { steps, paths: checkUpdate(steps, scope) };
}

function boundProjection(written: readonly WrittenPath[], scope: Scope): readonly Path[] {
  const paths = written.map((path) => resolvePath(path, scope));
  refuseOverlaps(paths);
  return paths;
}

/** Says in the refusal which parameter is at fault. */
function within<Result>(parameter: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof WireFault && error.code === 'ValidationException')
      throw new WireFault(error.status, error.code, `Invalid ${parameter}: ${error.message}`);
    throw error;
  }
}

function union(all: readonly Parsed<unknown>[], which: 'names' | 'values'): ReadonlySet<string> {
  const [only] = all;
  if (all.length <= 1) return only?.[which] ?? new Set();
  return new Set(all.flatMap((each) => [...each[which]]));
}
