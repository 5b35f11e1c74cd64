import { createHash, randomBytes } from 'node:crypto';
import { audit } from '../../adapters/dynamodb/audit.ts';
import { type AuditEntry, type AuditHead, emptyChain, isSameAct, problemOf } from '../../domain/audit.ts';
import { named } from '../../lib/cloud.ts';

export const digest = (text: string): Uint8Array => createHash('sha256').update(text).digest();

/** The operator's AWS credentials and region of the environment; against the embedded cloud, those of GET /local/endpoints. */
export const openAudit = (table = named('social')) =>
  audit({
    tableNames: { social: table },
    queueUrls: {},
    now: () => Date.now(),
    randomBytes: (count) => randomBytes(count),
    random: () => Math.random(),
    digest,
  });
type Audit = ReturnType<typeof openAudit>;

export type Place = { readonly seq: number; readonly entry: AuditEntry | undefined };
/** Keys of one read (BatchGetItem takes 100). */
const pageSize = 100;

/** Every place of the chain up to the head, and the one behind it. */
export async function* placesOf(log: Audit, head: AuditHead, from = 1): AsyncGenerator<Place> {
  for (let first = from; first <= head.seq + 1; first += pageSize) {
    const count = Math.min(pageSize, head.seq + 2 - first);
    const places = Array.from({ length: count }, (_, at) => first + at);
    const entries = await log.entries(places);
    for (const [at, seq] of places.entries()) yield { seq, entry: entries[at] };
  }
}

export type Verdict = { readonly head: AuditHead; readonly problem?: string };

/**
 * Reads the whole chain and names the first entry that does not fit. `known`: places and hashes written down earlier, outside of
 * the table: only they show a chain that somebody made anew from end to end.
 */
export async function verify(log: Audit, known: readonly AuditHead[] = []): Promise<Verdict> {
  const head = await log.head();
  let last = emptyChain;
  for await (const { seq, entry } of placesOf(log, head)) {
    if (seq > head.seq) return { head, ...problemAtEnd(head, last, entry) };
    const problem = problemOf(last, entry, digest);
    if (problem !== undefined || !entry) return { head, problem: problem ?? `entry ${seq} is missing` };
    if (known.some((mark) => mark.seq === seq && mark.hash !== entry.hash))
      return { head, problem: `entry ${seq} is not the one that was written down` };
    const otherwise = await problemBeside(log, entry);
    if (otherwise !== undefined) return { head, problem: otherwise };
    last = entry;
  }
  return { head };
}

/** The copies of an entry say the same: what the person concerned reads, and the list of the room. */
async function problemBeside(log: Audit, entry: AuditEntry): Promise<string | undefined> {
  const { seq, userId, roomId } = entry;
  if (userId === undefined && roomId === undefined) return undefined;
  const { act, isInRoom } = await log.beside(entry);
  if (userId !== undefined && !isSameAct(entry, act)) return `entry ${seq} is told otherwise to the person it concerns`;
  return roomId === undefined || isInRoom ? undefined : `entry ${seq} is missing from the list of its room`;
}

/** Entries behind the head are none of ours: the head moves with each in the same transaction. */
function problemAtEnd(head: AuditHead, last: AuditHead, behind: AuditEntry | undefined): Pick<Verdict, 'problem'> {
  if (behind) return { problem: `entry ${head.seq + 1} lies behind the head of the chain` };
  return last.hash === head.hash ? {} : { problem: `the head of the chain is not entry ${head.seq}` };
}
