import { invalid } from '../refusals.ts';
import type { Value } from '../values/value.ts';
import type { Comparator, Condition, Operand } from './condition-grammar.ts';
import { resolvePath, resolveValue, type Scope } from './scope.ts';

/** One test of one key attribute; `between` has two values, the others one. */
export type KeyTest = {
  readonly name: string;
  readonly kind: Exclude<Comparator, '<>'> | 'between' | 'begins';
  readonly values: readonly Value[];
};

const MIRRORED = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;
const REFUSED = {
  or: 'OR',
  not: 'NOT',
  in: 'IN',
  exists: 'attribute_exists',
  absent: 'attribute_not_exists',
  type: 'attribute_type',
  contains: 'contains',
} as const;

/** Takes a key condition apart into its tests, one per key attribute. */
export function readKeyTests(condition: Condition, scope: Scope): ReadonlyMap<string, KeyTest> {
  const tests = new Map<string, KeyTest>();
  for (const part of partsOf(condition)) {
    const test = readTest(part, scope);
    if (tests.has(test.name)) throw invalid('KeyConditionExpressions must only contain one condition per key');
    tests.set(test.name, test);
  }
  return tests;
}

function partsOf(condition: Condition): readonly Condition[] {
  return condition.kind === 'and' ? [...partsOf(condition.left), ...partsOf(condition.right)] : [condition];
}

function readTest(condition: Condition, scope: Scope): KeyTest {
  switch (condition.kind) {
    case 'compare':
      return readComparison(condition, scope);
    case 'between':
      return {
        name: nameOf(condition.of, 'BETWEEN', scope),
        kind: 'between',
        values: [givenValue(condition.low, scope), givenValue(condition.high, scope)],
      };
    case 'begins':
      return {
        name: nameOf(condition.of, 'begins_with', scope),
        kind: 'begins',
        values: [givenValue(condition.operand, scope)],
      };
    case 'and':
      throw invalid('KeyConditionExpressions cannot contain nested operations');
    default:
      throw invalid(`Invalid operator used in KeyConditionExpression: ${REFUSED[condition.kind]}`);
  }
}

function readComparison(condition: Extract<Condition, { kind: 'compare' }>, scope: Scope): KeyTest {
  const { comparator, left, right } = condition;
  if (comparator === '<>') throw invalid('Invalid operator used in KeyConditionExpression: <>');
  if (left.kind === 'path' && right.kind === 'path')
    throw invalid('Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition');
  if (left.kind === 'path')
    return { name: nameOf(left, comparator, scope), kind: comparator, values: [givenValue(right, scope)] };
  if (right.kind !== 'path' && left.kind === 'value')
    throw invalid('Invalid condition in KeyConditionExpression: No key attribute specified');
  return { name: nameOf(right, comparator, scope), kind: MIRRORED[comparator], values: [givenValue(left, scope)] };
}

function nameOf(operand: Operand, operator: string, scope: Scope): string {
  if (operand.kind === 'size') throw invalid('KeyConditionExpressions cannot contain nested operations');
  const path = operand.kind === 'path' ? resolvePath(operand.path, scope) : [];
  const [name] = path;
  if (typeof name !== 'string')
    throw invalid(
      `Invalid condition in KeyConditionExpression: ${operator} operator must have the key attribute as its first operand`,
    );
  if (path.length > 1) throw invalid('KeyConditionExpressions cannot have conditions on nested attributes');
  return name;
}

function givenValue(operand: Operand, scope: Scope): Value {
  if (operand.kind === 'value') return resolveValue(operand.name, scope);
  if (operand.kind === 'size') throw invalid('KeyConditionExpressions cannot contain nested operations');
  throw invalid('Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition');
}
