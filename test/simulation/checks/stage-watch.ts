import type { StreamRecord } from '../../../local/tables/store/stream-records.ts';
import { simulatedPolicy } from '../machine/model.ts';
import { type Item, readText, type SeenRoom, toItem, toSeenRoom } from './seen.ts';

/** Who may be in a room and on its stage, looked at after each write; all items of a transaction are one write. */
export type StageWatch = {
  rooms(records: readonly StreamRecord[]): void;
  social(records: readonly StreamRecord[]): void;
  /** The block was answered: it has put the person out of what its maker hosts. */
  blocked(blockerId: string, blockedId: string): void;
  /** Rooms with the host who took them over while hosting another: their claim stays with that one. */
  readonly unclaimed: ReadonlySet<string>;
  /** Since when the host is host; of a room's first one since ever. */
  readonly hostSince: ReadonlyMap<string, number>;
};

type Edge = { readonly at: number; isAnswered: boolean };
type Seen = {
  readonly rooms: Map<string, SeenRoom>;
  /** Since when the host is host; of a room's first one since ever. */
  readonly hostSince: Map<string, number>;
  readonly banned: Set<string>;
  readonly blocks: Map<string, Edge>;
  readonly hosting: Map<string, string>;
  /** The claim a person had before, and until when. */
  readonly hostedBefore: Map<string, { readonly roomId: string; readonly until: number }>;
  readonly unclaimed: Set<string>;
  now(): number;
  complain(what: string): void;
};

/** An operation that read who hosts the room is over by then, done or killed. */
const longestCallMilliseconds = 12_000;

export function createStageWatch(now: () => number, complain: (what: string) => void): StageWatch {
  const seen: Seen = {
    rooms: new Map(),
    hostSince: new Map(),
    banned: new Set(),
    blocks: new Map(),
    hosting: new Map(),
    hostedBefore: new Map(),
    unclaimed: new Set(),
    now,
    complain,
  };
  return {
    unclaimed: seen.unclaimed,
    hostSince: seen.hostSince,
    rooms(records) {
      const checks = records.map((record) => seeRooms(seen, record));
      for (const check of checks) check?.();
    },
    social: (records) => records.forEach((record) => void seeSocial(seen, record)),
    blocked(blockerId, blockedId) {
      const edge = seen.blocks.get(`${blockerId} ${blockedId}`);
      if (edge) edge.isAnswered = true;
    },
  };
}

/** Takes the write in; what is to be looked at when the whole of its transaction is. */
function seeRooms(seen: Seen, { dynamodb }: StreamRecord): (() => void) | undefined {
  const kind = readText(dynamodb.Keys['sk']);
  const after = toItem(dynamodb.NewImage);
  if (!after || (kind !== 'META' && kind !== 'MEMBER')) return undefined;
  const before = toItem(dynamodb.OldImage);
  return kind === 'META' ? seeRoom(seen, before, after) : seeMember(seen, before, after);
}

function seeRoom(seen: Seen, before: Item | undefined, after: Item): () => void {
  const [old, room] = [before && toSeenRoom(before), toSeenRoom(after)];
  seen.rooms.set(room.id, room);
  if (old?.hostId !== room.hostId) {
    seen.hostSince.set(room.id, old ? seen.now() : Number.NEGATIVE_INFINITY);
    if (isClaimedElsewhere(seen, room)) seen.unclaimed.add(`${room.id} ${room.hostId}`);
  }
  const known = new Set(old?.stage?.map(({ userId }) => userId));
  return () => {
    if (room.status !== 'live') return;
    checkPlaces(seen, room);
    for (const { userId } of room.stage ?? []) {
      checkNotBanned(seen, room.id, userId);
      if (!known.has(userId) && isOutByBlock(seen, room, userId))
        seen.complain(`${userId} came on the stage of ${room.id}, whose host has blocked them`);
    }
  };
}

/** Whoever hosts another room now, or did when the operation that makes them host here asked. */
function isClaimedElsewhere({ hosting, hostedBefore, now }: Seen, { id, hostId }: SeenRoom): boolean {
  const former = hostedBefore.get(hostId);
  const wasElsewhere = former !== undefined && former.roomId !== id && now() - former.until < longestCallMilliseconds;
  return (hosting.get(hostId) ?? id) !== id || wasElsewhere;
}

function checkPlaces({ complain }: Seen, { id, hostId, stage = [] }: SeenRoom): void {
  const { maxCohosts, maxMicrophones } = simulatedPolicy;
  const hosts = stage.filter(({ role }) => role === 'host').map(({ userId }) => userId);
  const cohosts = stage.filter(({ role }) => role === 'cohost').length;
  const people = new Set(stage.map(({ userId }) => userId));
  if (hosts.length !== 1 || hosts[0] !== hostId)
    complain(`room ${id} of ${hostId} is hosted by ${hosts.join(' and ')}`);
  if (stage.length > maxMicrophones) complain(`the stage of ${id} has ${stage.length} places`);
  if (cohosts > maxCohosts) complain(`room ${id} has ${cohosts} co-hosts`);
  if (people.size < stage.length) complain(`somebody has two places on the stage of ${id}`);
}

function checkNotBanned({ banned, complain }: Seen, roomId: string, userId: string): void {
  if (banned.has(`${roomId} ${userId}`)) complain(`${userId} is banned from ${roomId} and has a place on its stage`);
}

function seeMember(seen: Seen, before: Item | undefined, after: Item): () => void {
  const [roomId, userId, state] = [String(after['roomId']), String(after['userId']), after['state']];
  const key = `${roomId} ${userId}`;
  if (state === 'banned') seen.banned.add(key);
  else seen.banned.delete(key);
  // News of the media service brings back whoever was only believed to be gone; the door is for all others.
  const isNew = before?.['state'] !== 'joined' || before['joinedAt'] !== after['joinedAt'];
  const hasCome = state === 'joined' && isNew && after['mediaAt'] !== after['joinedAt'];
  return () => {
    const room = seen.rooms.get(roomId);
    if (room?.status !== 'live') return;
    if (state === 'banned' && room.stage?.some((place) => place.userId === userId))
      checkNotBanned(seen, roomId, userId);
    if (hasCome && isShutByBlock(seen, room, userId))
      seen.complain(`${userId} came into ${roomId}, whose host has blocked them`);
  };
}

/** The door asks the blocks of whoever hosts the room when it is asked. */
function isShutByBlock({ blocks, hostSince, now }: Seen, { id, hostId }: SeenRoom, userId: string): boolean {
  const hasHosted = now() - (hostSince.get(id) ?? 0) > longestCallMilliseconds;
  return hasHosted && blocks.get(`${hostId} ${userId}`)?.isAnswered === true;
}

/** Out by a block that was set as host; older ones of a new host leave people where they are. */
function isOutByBlock({ blocks, hostSince, hosting }: Seen, { id, hostId }: SeenRoom, userId: string): boolean {
  const edge = blocks.get(`${hostId} ${userId}`);
  return edge?.isAnswered === true && edge.at > (hostSince.get(id) ?? 0) && hosting.get(hostId) === id;
}

function seeSocial({ blocks, hosting, hostedBefore, now }: Seen, { dynamodb }: StreamRecord): void {
  const [partition, sort] = [readText(dynamodb.Keys['pk']), readText(dynamodb.Keys['sk'])];
  const [kind, one = '', other = ''] = partition.split('#');
  const after = toItem(dynamodb.NewImage);
  if (kind === 'BLOCK') {
    if (after) blocks.set(`${one} ${other}`, { at: now(), isAnswered: false });
    else blocks.delete(`${one} ${other}`);
  }
  if (sort !== 'PRESENCE') return;
  const former = hosting.get(one);
  if (former) hostedBefore.set(one, { roomId: former, until: now() });
  if (after?.['kind'] === 'hosting') hosting.set(one, String(after['roomId']));
  else hosting.delete(one);
}
