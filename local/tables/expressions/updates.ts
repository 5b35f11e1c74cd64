import { invalid } from '../refusals.ts';
import { addNumbers, subtractNumbers } from '../values/decimal.ts';
import { type Item, kindOf, setMembers, setOf, type Value } from '../values/value.ts';
import { Draft } from './draft.ts';
import { lookUp, type Path } from './paths.ts';
import { resolvePath, resolveValue, type Scope } from './scope.ts';
import type { Source, Step } from './update-grammar.ts';

/** The item after all steps. Every source is read from the item as it was; list positions too mean the old list. */
export function applyUpdate(steps: readonly Step[], item: Item, scope: Scope): Item {
  const draft = new Draft(item);
  const removals: Path[] = [];
  for (const step of steps) {
    const path = resolvePath(step.path, scope);
    if (step.kind === 'REMOVE') removals.push(path);
    else if (step.kind === 'SET') draft.set(path, evaluate(step.source, item, scope));
    else if (step.kind === 'ADD') draft.set(path, addTo(lookUp(item, path), resolveValue(step.name, scope)));
    else takeFrom(draft, path, lookUp(item, path), resolveValue(step.name, scope), removals);
  }
  for (const path of removals) draft.remove(path);
  return draft.finish();
}

function evaluate(source: Source, item: Item, scope: Scope): Value {
  switch (source.kind) {
    case 'value':
      return resolveValue(source.name, scope);
    case 'path': {
      const value = lookUp(item, resolvePath(source.path, scope));
      if (value !== undefined) return value;
      throw invalid('The provided expression refers to an attribute that does not exist in the item');
    }
    case 'if_not_exists':
      return lookUp(item, resolvePath(source.path, scope)) ?? evaluate(source.otherwise, item, scope);
    default:
      return combine(source.kind, evaluate(source.left, item, scope), evaluate(source.right, item, scope));
  }
}

function combine(kind: 'list_append' | '+' | '-', left: Value, right: Value): Value {
  if (kind === 'list_append' && 'L' in left && 'L' in right) return { L: [...left.L, ...right.L] };
  if (kind === '+' && 'N' in left && 'N' in right) return { N: addNumbers(left.N, right.N) };
  if (kind === '-' && 'N' in left && 'N' in right) return { N: subtractNumbers(left.N, right.N) };
  throw wrongOperand();
}

function addTo(old: Value | undefined, value: Value): Value {
  if (old === undefined) return value;
  if ('N' in old && 'N' in value) return { N: addNumbers(old.N, value.N) };
  const kind = kindOf(value);
  if (kind !== kindOf(old) || (kind !== 'SS' && kind !== 'NS' && kind !== 'BS')) throw wrongOperand();
  return setOf(kind, [...new Set([...(setMembers(old) ?? []), ...(setMembers(value) ?? [])])]);
}

function takeFrom(draft: Draft, path: Path, old: Value | undefined, value: Value, removals: Path[]): void {
  if (old === undefined) return;
  const kind = kindOf(value);
  if (kind !== kindOf(old) || (kind !== 'SS' && kind !== 'NS' && kind !== 'BS')) throw wrongOperand();
  const gone = new Set(setMembers(value));
  const left = (setMembers(old) ?? []).filter((member) => !gone.has(member));
  if (left.length > 0) draft.set(path, setOf(kind, left));
  else removals.push(path);
}

function wrongOperand(): Error {
  return invalid('An operand in the update expression has an incorrect data type');
}
