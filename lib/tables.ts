import type { TableName } from '../functions/runtime/manifest.ts';

export type Key = { readonly name: string; readonly type: 'S' | 'N' };
export type IndexPlan = {
  readonly name: string;
  /** Up to four attributes each: multi-attribute keys instead of glued strings. */
  readonly partition: readonly Key[];
  readonly sort?: readonly Key[];
  /** @default the whole item */
  readonly isKeysOnly?: boolean;
};

const text = (name: string): Key => ({ name, type: 'S' });
const number = (name: string): Key => ({ name, type: 'N' });
const shard = number('shard');

/** Every table's indexes. All exist from the first deployment: a standing table takes one new index per update. */
export const tablePlans: Readonly<Record<TableName, readonly IndexPlan[]>> = {
  rooms: [
    { name: 'directory', partition: [text('directory'), shard], sort: [text('startedAt'), text('roomId')] },
    { name: 'by-host', partition: [text('hostId')], sort: [text('roomId')] },
    { name: 'by-attendee', partition: [text('attendeeId')], isKeysOnly: true },
    { name: 'people', partition: [text('roomId'), number('peopleShard')], sort: [text('userId')] },
    { name: 'work', partition: [text('workQueue')], sort: [text('priority')] },
  ],
  social: [
    { name: 'followers', partition: [text('followedId')], sort: [text('edgeAt')] },
    { name: 'following', partition: [text('followerId')], sort: [text('edgeAt')] },
    { name: 'blockers', partition: [text('blockedId')], sort: [text('blockerId')] },
    { name: 'inbox', partition: [text('inboxOf')], sort: [text('inboxAt')] },
    { name: 'reports', partition: [text('reportState'), shard], sort: [text('reportedAt')] },
    { name: 'reminders', partition: [text('reminderRoomId'), shard], sort: [text('userId')] },
  ],
  commerce: [
    { name: 'by-payment', partition: [text('paymentIntentId')] },
    { name: 'by-session', partition: [text('sessionId')] },
    { name: 'by-room', partition: [text('roomId')], sort: [text('ticketKey')] },
    { name: 'due', partition: [text('dueQueue')], sort: [text('dueAt')] },
    { name: 'by-buyer', partition: [text('buyerId')], sort: [text('ticketKey')] },
  ],
};

export const tableNames = ['rooms', 'social', 'commerce'] as const satisfies readonly TableName[];
