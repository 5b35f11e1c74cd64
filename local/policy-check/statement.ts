import type { Json, JsonObject } from '../model.ts';

/** One comparison of a statement's Condition block; the key is lower-cased, as keys are compared without regard to case. */
export type Condition = { readonly operator: string; readonly key: string; readonly values: readonly string[] };

/** Patterns of Action or Resource; negated when written as NotAction or NotResource. */
export type Patterns = { readonly patterns: readonly string[]; readonly isNegated: boolean };

export type Statement = {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Patterns;
  readonly resources: Patterns;
  readonly conditions: readonly Condition[];
};

/** The policy holds something that this check does not know: the call is refused, since guessing would hide a missing grant. */
export class UnknownPolicy extends Error {}

const knownElements = new Set(['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']);

function textsOf(value: Json | undefined, where: string): readonly string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.map((one) => {
    if (typeof one === 'string') return one;
    if (typeof one === 'boolean' || typeof one === 'number') return String(one);
    throw new UnknownPolicy(`${where} must be text, not ${JSON.stringify(one)}`);
  });
}

function readPatterns(raw: JsonObject, name: 'Action' | 'Resource'): Patterns {
  const plain = raw[name];
  const negated = raw[`Not${name}`];
  if ((plain === undefined) === (negated === undefined))
    throw new UnknownPolicy(`a statement needs ${name} or Not${name}`);
  const isNegated = plain === undefined;
  return { patterns: textsOf(isNegated ? negated : plain, name), isNegated };
}

function isBlock(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readConditions(block: Json | undefined): readonly Condition[] {
  if (block === undefined) return [];
  if (!isBlock(block)) throw new UnknownPolicy('Condition must be a block');
  return Object.entries(block).flatMap(([operator, tests]) => {
    if (!isBlock(tests)) throw new UnknownPolicy(`Condition ${operator} must be a block`);
    return Object.entries(tests).map(([key, values]) => ({
      operator,
      key: key.toLowerCase(),
      values: textsOf(values, `Condition ${operator} ${key}`),
    }));
  });
}

/** Reads a statement of an identity-based policy; throws UnknownPolicy for anything it does not know. */
export function readStatement(raw: JsonObject): Statement {
  const stranger = Object.keys(raw).find((element) => !knownElements.has(element));
  if (stranger) throw new UnknownPolicy(`statement element ${stranger} is not known here`);
  const effect = raw['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') throw new UnknownPolicy('Effect must be Allow or Deny');
  return {
    effect,
    actions: readPatterns(raw, 'Action'),
    resources: readPatterns(raw, 'Resource'),
    conditions: readConditions(raw['Condition']),
  };
}
