import type { Condition } from './statement.ts';
import { UnknownPolicy } from './statement.ts';
import { fits, fitsArn } from './wildcard.ts';

type Context = Readonly<Record<string, readonly string[]>>;
type Compare = (wanted: string, found: string) => boolean;

const same: Compare = (wanted, found) => wanted === found;
const sameFolded: Compare = (wanted, found) => wanted.toLowerCase() === found.toLowerCase();

const comparisons: Readonly<Record<string, { readonly compare: Compare; readonly isNegated: boolean }>> = {
  StringEquals: { compare: same, isNegated: false },
  StringNotEquals: { compare: same, isNegated: true },
  StringEqualsIgnoreCase: { compare: sameFolded, isNegated: false },
  StringNotEqualsIgnoreCase: { compare: sameFolded, isNegated: true },
  StringLike: { compare: fits, isNegated: false },
  StringNotLike: { compare: fits, isNegated: true },
  ArnEquals: { compare: fitsArn, isNegated: false },
  ArnLike: { compare: fitsArn, isNegated: false },
  ArnNotEquals: { compare: fitsArn, isNegated: true },
  ArnNotLike: { compare: fitsArn, isNegated: true },
  Bool: { compare: sameFolded, isNegated: false },
};

// Only keys that the stand-ins fill in: a key nobody fills would silently be "missing", and a Deny on it would never bite.
const knownKeys = new Set([
  'dynamodb:leadingkeys',
  'dynamodb:attributes',
  'dynamodb:select',
  'dynamodb:returnvalues',
  'events:source',
  'events:detail-type',
  'iam:passedtoservice',
]);

const operatorForm = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

function isNullAsWanted(condition: Condition, isMissing: boolean): boolean {
  return condition.values.some((value) => value.toLowerCase() === String(isMissing));
}

function refuseUnknown(condition: Condition): void {
  if (!knownKeys.has(condition.key)) throw new UnknownPolicy(`condition key ${condition.key} is not filled in here`);
  const variable = condition.values.find((value) => value.includes('${'));
  if (variable) throw new UnknownPolicy(`policy variable ${variable} is not known here`);
}

/** Whether one condition holds, with the semantics of AWS for missing keys; throws UnknownPolicy for what it does not know. */
export function holds(condition: Condition, context: Context): boolean {
  refuseUnknown(condition);
  const found = context[condition.key] ?? [];
  if (condition.operator === 'Null') return isNullAsWanted(condition, found.length === 0);
  const [, set, name, ifExists] = operatorForm.exec(condition.operator) ?? [];
  const comparison = comparisons[name ?? ''];
  if (!comparison) throw new UnknownPolicy(`condition operator ${condition.operator} is not known here`);
  const passes = (value: string) =>
    condition.values.some((wanted) => comparison.compare(wanted, value)) !== comparison.isNegated;
  // ForAllValues is true of an absent key: this is why grants pair it with Null false.
  if (set === 'ForAllValues') return found.every(passes);
  if (found.length === 0) return ifExists !== undefined || (set === undefined && comparison.isNegated);
  if (set === 'ForAnyValue') return found.some(passes);
  if (found.length > 1)
    throw new UnknownPolicy(
      `${condition.key} has several values: ${condition.operator} needs ForAllValues or ForAnyValue`,
    );
  return found.every(passes);
}
