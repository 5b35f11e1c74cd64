import { invalid } from '../refusals.ts';
import { type Kind, kindOf, type Value } from '../values/value.ts';
import { type Path, refuseOverlaps } from './paths.ts';
import { resolvePath, resolveValue, type Scope } from './scope.ts';
import type { Source, Step } from './update-grammar.ts';

const LONG_NAMES: Readonly<Partial<Record<Kind, string>>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
  L: 'LIST',
  M: 'MAP',
};

/** The paths that the steps write, in order. Refuses what can be seen to be wrong without an item. */
export function checkUpdate(steps: readonly Step[], scope: Scope): readonly Path[] {
  const paths = steps.map((step) => resolvePath(step.path, scope));
  refuseOverlaps(paths);
  for (const step of steps) {
    if (step.kind === 'SET') checkSource(step.source, scope);
    if (step.kind === 'ADD' || step.kind === 'DELETE') checkOperand(step.kind, resolveValue(step.name, scope));
  }
  return paths;
}

function checkOperand(operator: 'ADD' | 'DELETE', value: Value): void {
  const longName = LONG_NAMES[kindOf(value)];
  if (longName !== undefined && !(operator === 'ADD' && 'N' in value))
    throw invalid(`Incorrect operand type for operator or function; operator: ${operator}, operand type: ${longName}`);
}

/** The source's value as far as the request alone tells it. */
function checkSource(source: Source, scope: Scope): Value | undefined {
  if (source.kind === 'value') return resolveValue(source.name, scope);
  if (source.kind === 'path') {
    resolvePath(source.path, scope);
    return undefined;
  }
  if (source.kind === 'if_not_exists') {
    resolvePath(source.path, scope);
    checkSource(source.otherwise, scope);
    return undefined;
  }
  const needed: Kind = source.kind === 'list_append' ? 'L' : 'N';
  for (const part of [source.left, source.right]) {
    const value = checkSource(part, scope);
    if (value !== undefined && kindOf(value) !== needed)
      throw invalid(
        `Incorrect operand type for operator or function; operator or function: ${source.kind}, operand type: ${kindOf(value)}`,
      );
  }
  return undefined;
}
