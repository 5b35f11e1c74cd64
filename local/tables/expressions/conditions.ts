import { areEqual, compareValues } from '../values/compare.ts';
import { type Item, kindOf, setMembers, type Value } from '../values/value.ts';
import type { Comparator, Condition, Operand } from './condition-grammar.ts';
import { lookUp } from './paths.ts';
import { resolvePath, resolveValue, type Scope } from './scope.ts';

/** Whether the item fulfils the condition. What is missing equals nothing, and is `<>` everything. */
export function isMet(condition: Condition, item: Item, scope: Scope): boolean {
  switch (condition.kind) {
    case 'and':
      return isMet(condition.left, item, scope) && isMet(condition.right, item, scope);
    case 'or':
      return isMet(condition.left, item, scope) || isMet(condition.right, item, scope);
    case 'not':
      return !isMet(condition.condition, item, scope);
    case 'exists':
      return lookUp(item, resolvePath(condition.path, scope)) !== undefined;
    case 'absent':
      return lookUp(item, resolvePath(condition.path, scope)) === undefined;
    case 'compare':
      return isComparedSo(
        condition.comparator,
        evaluate(condition.left, item, scope),
        evaluate(condition.right, item, scope),
      );
    default:
      return isTestPassed(condition, item, scope);
  }
}

type Test = Extract<Condition, { kind: 'between' | 'in' | 'type' | 'begins' | 'contains' }>;

function isTestPassed(test: Test, item: Item, scope: Scope): boolean {
  const of = evaluate(test.of, item, scope);
  if (of === undefined) return false;
  switch (test.kind) {
    case 'in':
      return test.among.some((operand) => isComparedSo('=', of, evaluate(operand, item, scope)));
    case 'between':
      return (
        isComparedSo('>=', of, evaluate(test.low, item, scope)) &&
        isComparedSo('<=', of, evaluate(test.high, item, scope))
      );
    default: {
      const operand = evaluate(test.operand, item, scope);
      if (operand === undefined) return false;
      if (test.kind === 'type') return 'S' in operand && kindOf(of) === operand.S;
      return test.kind === 'begins' ? hasPrefix(of, operand) : hasPart(of, operand);
    }
  }
}

function evaluate(operand: Operand, item: Item, scope: Scope): Value | undefined {
  if (operand.kind === 'value') return resolveValue(operand.name, scope);
  if (operand.kind === 'path') return lookUp(item, resolvePath(operand.path, scope));
  const of = evaluate(operand.of, item, scope);
  const length = of === undefined ? undefined : lengthOf(of);
  return length === undefined ? undefined : { N: String(length) };
}

function lengthOf(value: Value): number | undefined {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('B' in value) return Buffer.byteLength(value.B, 'base64');
  if ('L' in value) return value.L.length;
  return 'M' in value ? Object.keys(value.M).length : setMembers(value)?.length;
}

function isComparedSo(comparator: Comparator, left: Value | undefined, right: Value | undefined): boolean {
  const isEqual = left !== undefined && right !== undefined && areEqual(left, right);
  if (comparator === '=') return isEqual;
  if (comparator === '<>') return !isEqual;
  const order = left === undefined || right === undefined ? undefined : compareValues(left, right);
  if (order === undefined) return false;
  if (comparator === '<') return order < 0;
  if (comparator === '<=') return order <= 0;
  return comparator === '>' ? order > 0 : order >= 0;
}

function hasPrefix(value: Value, prefix: Value): boolean {
  if ('S' in value && 'S' in prefix) return value.S.startsWith(prefix.S);
  if (!('B' in value && 'B' in prefix)) return false;
  const start = Buffer.from(prefix.B, 'base64');
  return Buffer.from(value.B, 'base64').subarray(0, start.length).equals(start);
}

function hasPart(value: Value, part: Value): boolean {
  if ('L' in value) return value.L.some((element) => areEqual(element, part));
  if ('S' in part) return 'S' in value ? value.S.includes(part.S) : 'SS' in value && value.SS.includes(part.S);
  if ('N' in part) return 'NS' in value && value.NS.includes(part.N);
  if (!('B' in part)) return false;
  if ('BS' in value) return value.BS.includes(part.B);
  return 'B' in value && Buffer.from(value.B, 'base64').includes(Buffer.from(part.B, 'base64'));
}
