/** Blocks: whom a person keeps away from their own rooms, and out of their own sight. */

import type { DomainEvent } from './events.ts';
import { allow, type Decision, refuse } from './refusal.ts';

/** One person keeps another away; `at` is when they said so. */
export type Block = { readonly blockerId: string; readonly blockedId: string; readonly at: string };

/** A list that every join reads: 10 000 ids are 200 KB, half of what an item may hold (DynamoDB: 400 KB). */
export const maxBlocked = 10_000;

/** Whether the person may be blocked; that they exist is known from elsewhere. */
export function block(blockerId: string, blockedId: string): Decision {
  if (blockerId !== blockedId) return allow();
  return refuse('invalid_field', { param: 'userId', message: 'Nobody can block themselves.' });
}

export const tooManyBlocked = () => refuse('cap_reached', { facts: { limit: maxBlocked } });

/** Ids of a block list in their numeric order from behind `after` on; `next` is the last of a page that more may follow. */
export function pageOfBlocked(
  blockset: ReadonlySet<string>,
  limit: number,
  after?: string,
): { readonly userIds: readonly string[]; readonly next?: string } {
  const behind = [...blockset].filter((userId) => after === undefined || byNumber(userId, after) > 0).sort(byNumber);
  const userIds = behind.slice(0, limit);
  const last = userIds.at(-1);
  return { userIds, ...(last !== undefined && behind.length > limit && { next: last }) };
}

/** Decimal ids without leading zeros: the longer one is the larger. */
const byNumber = (one: string, other: string): number =>
  one.length - other.length || (one < other ? -1 : +(one > other));

/** The reader does not see listeners whom they have blocked; whoever is on stage is shown, with a label. */
export function withoutBlocked<Person extends { readonly userId: string }>(
  blockset: ReadonlySet<string>,
  listeners: readonly Person[],
): readonly Person[] {
  return listeners.filter(({ userId }) => !blockset.has(userId));
}

/** `person.blocked` for the write that made the block; taking it back is told to nobody. */
export function blockEventsOf(before: Block | undefined, after: Block | undefined): readonly DomainEvent[] {
  if (before || !after) return [];
  const { blockerId, blockedId, at } = after;
  const id = `evt_${blockerId}.${blockedId}.${Date.parse(at)}.person.blocked`;
  return [{ name: 'person.blocked', detail: { id, at, version: 1, userId: blockerId, blockedId } }];
}
