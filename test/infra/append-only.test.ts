import { describe, expect, it } from 'vitest';
import { actKey, auditKey, auditRoomKey } from '../../adapters/dynamodb/table.ts';
import { units } from '../../functions/manifest.ts';
import { roleStatements, type Statement, templatesOf } from './synthesis.ts';

/** Everything that could change or take away what is there, or write without a condition. */
const changing = ['UpdateItem', 'DeleteItem', 'BatchWriteItem', 'PartiQLUpdate', 'PartiQLDelete', 'PartiQLInsert'];
const actions = changing.map((name) => `dynamodb:${name}`);

/** Partition keys as they are stored: entries, what is of a room, and acts of a person. */
const kept = [auditKey(1), auditRoomKey('abc', 1), actKey('7', 'act_0')].map(({ pk }) => pk);

type Grant = Statement & { readonly actions: readonly string[]; readonly policy: string };
const matches = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(text);
const allows = ({ actions: granted }: Grant): boolean =>
  granted.some((pattern) => actions.some((action) => matches(pattern, action)));
/** Without a condition on keys a statement reaches all of them. */
function reaches({ Condition }: Grant): boolean {
  const patterns = Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
  if (!Array.isArray(patterns)) return true;
  return kept.some((key) => patterns.some((pattern) => matches(String(pattern), key)));
}

describe('the audit log and the acts', () => {
  const grants = roleStatements(templatesOf(units));

  it('can be updated or deleted by no role of the template', () => {
    const found = grants.filter((grant) => allows(grant) && reaches(grant));
    expect(found.map(({ policy, Condition }) => `${policy} ${JSON.stringify(Condition)}`)).toEqual([]);
  });

  it('are put by the moderators’ units alone, and by them they are', () => {
    const puts = grants.filter((grant) => grant.actions.includes('dynamodb:PutItem') && reaches(grant));
    expect([...new Set(puts.map(({ policy }) => policy.replace(/Role.*/, '')))]).toEqual([
      'moderation',
      'moderationacts',
    ]);
  });
});
