import type { LiveRoom } from '../../domain/room.ts';
import type { InvitedRole } from '../../domain/stage-commands.ts';
import type { Wiring } from '../wiring.ts';
import { getItem, type Item, tablesOf } from './client.ts';
import { readOneOf, readOptional, readText } from './read.ts';
import { schemaVersion, toRoom } from './room-item.ts';
import { type Changed, roomWrite } from './rooms.ts';
import { blockKey, invitationKey, memberKey } from './table.ts';
import { absent, type Condition, present, type Write, write } from './write.ts';

/** A role offered to somebody; without `openUntil` it is open until the room is over. */
export type Invitation = {
  readonly roomId: string;
  readonly userId: string;
  readonly role: InvitedRole;
  readonly invitedAt: string;
  readonly invitedBy?: string;
  readonly openUntil?: string;
  readonly acceptedAt?: string;
};

export const invitations = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** 1 read unit. */
    async find(roomId: string, userId: string): Promise<Invitation | undefined> {
      const item = await getItem(tables, 'rooms', invitationKey(roomId, userId));
      return item && toInvitation(item);
    },

    /** The newest word counts: an older invitation of the person is replaced. 1 write unit. */
    async invite(invitation: Invitation, along: readonly Write[] = []): Promise<void> {
      const { roomId, userId, invitedAt } = invitation;
      const item = { ...invitationKey(roomId, userId), schemaVersion, ...invitation };
      const when = { text: 'attribute_not_exists(pk) OR invitedAt <= :at', values: { ':at': invitedAt } };
      await write(tables, [{ kind: 'put', table: 'rooms', item, when }, ...along]);
    },

    /** Declined, or taken back; false when there was none. 1 write unit. */
    async remove(roomId: string, userId: string): Promise<boolean> {
      const key = invitationKey(roomId, userId);
      return (await write(tables, [{ kind: 'remove', table: 'rooms', key, when: present }])).isWritten;
    },

    /** Notes that it was accepted: it opens the room's door from now on, and nothing else again. 1 write unit. */
    async accept(invitation: Invitation, at: string): Promise<boolean> {
      return (await write(tables, [acceptance(invitation, at)])).isWritten;
    },

    /** The room with the person on stage, by an invitation that still stands, unless they are banned or blocked meanwhile. */
    async grant(
      before: LiveRoom,
      after: LiveRoom,
      invitation: Invitation,
      at: string,
    ): Promise<Changed | 'gone' | 'banned' | 'blocked'> {
      const { roomId, userId, role } = invitation;
      const blocked: Write = { kind: 'check', table: 'social', key: blockKey(before.hostId, userId), when: absent };
      const person: Write = { kind: 'check', table: 'rooms', key: memberKey(roomId, userId), when: notBanned };
      const writes = [roomWrite(before, after), acceptance(invitation, at), person, blocked];
      const written = await write(tables, writes);
      if (written.isWritten) return written;
      const failed = new Map(written.failures.map(({ index, item }) => [index, item]));
      const current = failed.get(0);
      if (current) return { isWritten: false, current: toRoom(current) };
      if (failed.has(3)) return 'blocked';
      return failed.has(2) && role !== 'listener' ? 'banned' : 'gone';
    },
  };
};

export const toInvitation = (item: Item): Invitation => ({
  roomId: readText(item, 'roomId'),
  userId: readText(item, 'userId'),
  role: readOneOf(item, 'role', ['cohost', 'speaker', 'listener'] as const),
  invitedAt: readText(item, 'invitedAt'),
  ...readOptional(item, 'invitedBy', readText),
  ...readOptional(item, 'openUntil', readText),
  ...readOptional(item, 'acceptedAt', readText),
});

const notBanned: Condition = {
  text: 'attribute_not_exists(pk) OR #st <> :banned',
  names: { '#st': 'state' },
  values: { ':banned': 'banned' },
};

const acceptance = ({ roomId, userId, invitedAt }: Invitation, at: string): Write => ({
  kind: 'update',
  table: 'rooms',
  key: invitationKey(roomId, userId),
  change: { set: { acceptedAt: at } },
  when: { text: 'invitedAt = :i', values: { ':i': invitedAt } },
});
