import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AuditEntry,
  type AuditHead,
  canonicalText,
  emptyChain,
  entryAfter,
  problemOf,
} from '../../domain/audit.ts';
import { type Act, actKinds } from '../../domain/moderation.ts';

const digest = (text: string): Uint8Array => createHash('sha256').update(text).digest();

const act = fc.record(
  {
    id: fc.stringMatching(/^act_[0-9A-Za-z]{13}$/),
    kind: fc.constantFrom(...actKinds),
    byUserId: fc.stringMatching(/^[1-9][0-9]{0,5}$/),
    userId: fc.stringMatching(/^[1-9][0-9]{0,5}$/),
    roomId: fc.stringMatching(/^[0-9A-Za-z]{13}$/),
    reason: fc.string(),
    at: fc.constant('2026-05-01T12:00:00.000Z'),
  },
  { requiredKeys: ['id', 'kind', 'byUserId', 'reason', 'at'] },
);
const acts = fc.array(act, { minLength: 2, maxLength: 8 });

function chainOf(list: readonly Act[]): readonly AuditEntry[] {
  const chain: AuditEntry[] = [];
  for (const one of list) chain.push(entryAfter(chain.at(-1) ?? emptyChain, one, digest));
  return chain;
}

/** The first place that does not fit, in a list of what lies at each place. */
function firstProblem(chain: readonly (AuditEntry | undefined)[]): number | undefined {
  let head: AuditHead = emptyChain;
  for (const [at, entry] of chain.entries()) {
    if (problemOf(head, entry, digest) !== undefined || !entry) return at + 1;
    head = entry;
  }
  return undefined;
}

describe('the audit chain', () => {
  it('fits as it was written', () => {
    fc.assert(fc.property(acts, (list) => firstProblem(chainOf(list)) === undefined));
  });

  it('does not fit where anything of an entry is otherwise', () => {
    fc.assert(
      fc.property(acts, fc.nat(), fc.nat(), (list, place, field) => {
        const chain = [...chainOf(list)];
        const at = place % chain.length;
        const entry = chain[at] ?? chain[0];
        if (!entry) return;
        const names = Object.keys(entry);
        const name = names[field % names.length] ?? 'reason';
        chain[at] = { ...entry, [name]: name === 'seq' ? entry.seq + 1 : 'otherwise' };
        expect(firstProblem(chain)).toBe(at + 1);
        const { reason, ...less } = entry;
        expect(problemOf({ seq: entry.seq - 1, hash: entry.prevHash }, toEntry(less), digest)).toContain('was changed');
      }),
    );
  });

  it('does not fit where an entry is gone, or two have changed places', () => {
    fc.assert(
      fc.property(acts, fc.nat(), (list, place) => {
        const chain: readonly (AuditEntry | undefined)[] = chainOf(list);
        const at = place % (chain.length - 1);
        expect(firstProblem(chain.with(at, undefined))).toBe(at + 1);
        const [one, other] = [chain[at], chain[at + 1]];
        expect(firstProblem([...chain.slice(0, at), other, one, ...chain.slice(at + 2)])).toBe(at + 1);
        expect(firstProblem([...chain.slice(0, at), ...chain.slice(at + 1)])).toBe(at + 1);
      }),
    );
  });

  it('hashes the same value the same, in whatever order its names stand', () => {
    expect(canonicalText({ b: [{ d: 1, c: undefined }], a: 'é' })).toBe('{"a":"é","b":[{"d":1}]}');
    expect(canonicalText({ a: 'é', b: [{ d: 1 }] })).toBe('{"a":"é","b":[{"d":1}]}');
  });

  // A hash worked out by another program (sha256sum): whoever verifies an export needs none of ours.
  it('is plain SHA-256 of plain JSON', () => {
    const [entry] = chainOf([
      { id: 'act_1', kind: 'room_ended', byUserId: '1', reason: 'Spam.', at: '2026-05-01T12:00:00.000Z' },
    ]);
    expect(entry?.hash).toBe('492b55a35cbe357c5f00b77f52f6e89af5e6811ea81b4c1eea627229127ae707');
  });
});
const toEntry = (value: unknown) => value as AuditEntry;
