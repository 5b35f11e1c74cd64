import type { Ask, JsonObject } from '../model.ts';
import { holds } from './conditions.ts';
import type { Patterns, Statement } from './statement.ts';
import { readStatement, UnknownPolicy } from './statement.ts';
import { fits } from './wildcard.ts';

/** `unknown`: the policy uses something this check does not know; the reason says what, and deserves a loud log. */
export type Verdict = {
  readonly isAllowed: boolean;
  readonly kind: 'allow' | 'deny' | 'none' | 'unknown';
  readonly reason: string;
};

const parsedPolicies = new WeakMap<readonly JsonObject[], readonly Statement[]>();

function statementsOf(raw: readonly JsonObject[]): readonly Statement[] {
  const known = parsedPolicies.get(raw);
  if (known) return known;
  const parsed = raw.map(readStatement);
  parsedPolicies.set(raw, parsed);
  return parsed;
}

function covers(patterns: Patterns, value: string, isCaseFree: boolean): boolean {
  return patterns.patterns.some((pattern) => fits(pattern, value, isCaseFree)) !== patterns.isNegated;
}

function applies(statement: Statement, ask: Ask): boolean {
  if (!covers(statement.actions, ask.action, true) || !covers(statement.resources, ask.resource, false)) return false;
  return statement.conditions.every((condition) => holds(condition, ask.context ?? {}));
}

function judge(statements: readonly Statement[], ask: Ask): Verdict {
  const effects = new Set(
    statements.filter((statement) => applies(statement, ask)).map((statement) => statement.effect),
  );
  if (effects.has('Deny'))
    return { isAllowed: false, kind: 'deny', reason: 'with an explicit deny in an identity-based policy' };
  if (effects.has('Allow')) return { isAllowed: true, kind: 'allow', reason: 'an identity-based policy allows it' };
  return { isAllowed: false, kind: 'none', reason: `because no identity-based policy allows the ${ask.action} action` };
}

/** Whether a role with these statements may make the call; the reason reads as the end of AWS's AccessDenied sentence. */
export function mayCall(statements: readonly JsonObject[], ask: Ask): Verdict {
  try {
    return judge(statementsOf(statements), ask);
  } catch (error) {
    if (!(error instanceof UnknownPolicy)) throw error;
    return { isAllowed: false, kind: 'unknown', reason: `because the local policy check gave up: ${error.message}` };
  }
}

/** What in these statements the check does not know; a call that meets it will be refused. */
export function unknownIn(statements: readonly JsonObject[]): readonly string[] {
  return statements.flatMap((raw) => {
    try {
      // Conditions look at what they are before they look at the call.
      for (const condition of readStatement(raw).conditions) holds(condition, {});
      return [];
    } catch (error) {
      if (!(error instanceof UnknownPolicy)) throw error;
      return [error.message];
    }
  });
}
