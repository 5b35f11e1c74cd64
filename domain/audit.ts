/** The audit log: one chain of all acts. Each entry carries the hash of the one before, so that none can be changed unseen. */

import type { Act } from './moderation.ts';

/** The newest entry's place and hash. */
export type AuditHead = { readonly seq: number; readonly hash: string };
/** `hash` is SHA-256, in hexadecimal, of everything else in canonical form. */
export type AuditEntry = Omit<Act, 'id'> & AuditHead & { readonly actId: string; readonly prevHash: string };

/** What the first entry follows. */
export const emptyChain: AuditHead = { seq: 0, hash: '0'.repeat(64) };

type Digest = (text: string) => Uint8Array;

/** The act as the next entry of the chain. `digest` is SHA-256. */
export function entryAfter(head: AuditHead, { id, ...act }: Act, digest: Digest): AuditEntry {
  const entry = { ...act, actId: id, seq: head.seq + 1, prevHash: head.hash };
  return { ...entry, hash: hashOf(entry, digest) };
}

/** What is wrong with the entry that should follow `head`, in words; undefined when it fits. */
export function problemOf(head: AuditHead, entry: AuditEntry | undefined, digest: Digest): string | undefined {
  const seq = head.seq + 1;
  if (!entry) return `entry ${seq} is missing`;
  if (entry.seq !== seq) return `entry ${seq} says that it is entry ${entry.seq}`;
  if (entry.prevHash !== head.hash) return `entry ${seq} does not follow the entry before it`;
  const { hash, ...rest } = entry;
  return hash === hashOf(rest, digest) ? undefined : `entry ${seq} was changed: its hash is of something else`;
}

/** Whether an act as it is told to the person concerned is the one that the entry is of. */
export function isSameAct({ seq, prevHash, hash, actId, ...entry }: AuditEntry, act: Act | undefined): boolean {
  return act !== undefined && canonicalText({ id: actId, ...entry }) === canonicalText(act);
}

const hashOf = (entry: object, digest: Digest): string =>
  Array.from(digest(canonicalText(entry)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** JSON with the names of every object in order and nothing that is undefined: the same text for the same value. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    isPlain(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
