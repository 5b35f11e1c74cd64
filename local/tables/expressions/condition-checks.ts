import { invalid } from '../refusals.ts';
import { compareValues } from '../values/compare.ts';
import { KINDS, type Kind, kindOf, type Value } from '../values/value.ts';
import type { Condition, Operand } from './condition-grammar.ts';
import { showPath } from './paths.ts';
import { resolvePath, resolveValue, type Scope } from './scope.ts';

const ORDERED: ReadonlySet<Kind> = new Set(['S', 'N', 'B']);

/** Refuses what can be seen to be wrong without an item: operand types, bounds, an operand compared with itself. */
export function checkCondition(condition: Condition, scope: Scope): void {
  switch (condition.kind) {
    case 'and':
    case 'or':
      checkCondition(condition.left, scope);
      checkCondition(condition.right, scope);
      break;
    case 'not':
      checkCondition(condition.condition, scope);
      break;
    case 'exists':
    case 'absent':
      resolvePath(condition.path, scope);
      break;
    case 'between':
      checkBetween(condition, scope);
      break;
    case 'in':
      for (const operand of [condition.of, ...condition.among]) given(operand, scope);
      break;
    case 'compare':
      checkComparison(condition, scope);
      break;
    default:
      checkTest(condition, scope);
  }
}

function checkComparison(condition: Extract<Condition, { kind: 'compare' }>, scope: Scope): void {
  const { comparator, left, right } = condition;
  const needsOrder = comparator !== '=' && comparator !== '<>';
  for (const operand of [left, right]) {
    const value = given(operand, scope);
    if (needsOrder && value !== undefined) allowKinds(value, ORDERED, `operator: ${comparator}`);
  }
  refuseSame(comparator, left, right, scope);
}

function checkBetween(condition: Extract<Condition, { kind: 'between' }>, scope: Scope): void {
  given(condition.of, scope);
  const low = given(condition.low, scope);
  const high = given(condition.high, scope);
  for (const bound of [low, high]) if (bound !== undefined) allowKinds(bound, ORDERED, 'operator: BETWEEN');
  if (low === undefined || high === undefined) return;
  const bounds = `lower bound operand: AttributeValue: ${showValue(low)}, upper bound operand: AttributeValue: ${showValue(high)}`;
  if (kindOf(low) !== kindOf(high))
    throw invalid(`The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`);
  if ((compareValues(low, high) ?? 0) > 0)
    throw invalid(`The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`);
}

function checkTest(condition: Extract<Condition, { kind: 'type' | 'begins' | 'contains' }>, scope: Scope): void {
  const of = given(condition.of, scope);
  const operand = given(condition.operand, scope);
  if (condition.kind === 'type') {
    const kind = operand === undefined ? '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}' : kindOf(operand);
    if (operand === undefined || !('S' in operand)) throw wrongKind('operator or function: attribute_type', kind);
    if (!KINDS.some((known) => known === operand.S))
      throw invalid(`Invalid attribute type name found; type: ${operand.S}, valid types: {${KINDS.join(',')}}`);
    return;
  }
  if (condition.kind === 'begins')
    for (const value of [of, operand])
      if (value !== undefined) allowKinds(value, new Set(['S', 'B']), 'operator or function: begins_with');
  refuseSame(condition.kind === 'begins' ? 'begins_with' : 'contains', condition.of, condition.operand, scope);
}

/** The operand's value as far as the request alone tells it; resolves every placeholder on the way. */
function given(operand: Operand, scope: Scope): Value | undefined {
  if (operand.kind === 'value') return resolveValue(operand.name, scope);
  if (operand.kind === 'path') {
    resolvePath(operand.path, scope);
    return undefined;
  }
  const of = given(operand.of, scope);
  if (of !== undefined && ('N' in of || 'BOOL' in of || 'NULL' in of))
    throw wrongKind('operator or function: size', kindOf(of));
  return undefined;
}

function allowKinds(value: Value, kinds: ReadonlySet<Kind>, what: string): void {
  if (!kinds.has(kindOf(value))) throw wrongKind(what, kindOf(value));
}

function wrongKind(what: string, kind: string): Error {
  return invalid(`Incorrect operand type for operator or function; ${what}, operand type: ${kind}`);
}

function refuseSame(operator: string, left: Operand, right: Operand, scope: Scope): void {
  if (left.kind !== 'path' || right.kind !== 'path') return;
  const first = showPath(resolvePath(left.path, scope));
  if (first === showPath(resolvePath(right.path, scope)))
    throw invalid(
      `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${first}`,
    );
}

function showValue(value: Value): string {
  return `{${kindOf(value)}:${'S' in value ? value.S : 'N' in value ? value.N : 'B' in value ? value.B : ''}}`;
}
