import type { StreamRecord } from '../../../local/tables/store/stream-records.ts';
import type { PassingCall } from '../machine/wire.ts';
import type { World } from '../machine/world.ts';
import { createLateCalls } from './late-calls.ts';
import { type Item, readText, seatOf, toItem, toSeenRoom } from './seen.ts';
import { createStageWatch } from './stage-watch.ts';

/** What must never be, not even for a moment; looked at with every write and every answer. */
export type Watch = {
  /** A person was given a credential. */
  given(person: string, attendeeId: string): void;
  /** A block was answered: from now on it holds in the rooms its maker hosts. */
  blocked(blockerId: string, blockedId: string): void;
  readonly violations: readonly string[];
  /** Seats that lay in a pool at any time. */
  readonly offered: ReadonlySet<string>;
  /** Whose each credential is. */
  readonly owners: ReadonlyMap<string, string>;
  /** Rooms with the host who took them over while hosting another: their claim stays with that one. */
  readonly unclaimed: ReadonlySet<string>;
  /** Since when the host is host; of a room's first one since ever. */
  readonly hostSince: ReadonlyMap<string, number>;
  /** A call is about to have its effect. */
  passing(call: PassingCall): void;
  /** Meetings in which a mute came late. */
  readonly lateMeetings: ReadonlySet<string>;
};

/** What was seen so far, and where complaints go. */
type Seen = {
  readonly owners: Map<string, string>;
  readonly offered: Set<string>;
  complain(what: string): void;
};

export function createWatch(world: World): Watch {
  const violations: string[] = [];
  const complain = (what: string): void => {
    violations.push(what);
    world.trace.say(`!!! ${what}`);
  };
  const seen: Seen = { owners: new Map(), offered: new Set(), complain };
  const late = createLateCalls(world.timeline.now);
  const stage = createStageWatch(world.timeline.now, complain);
  const streamOf = (table: string) =>
    world.model.tables.find(({ name }) => name.endsWith(`-${table}`))?.streamArn ?? '';
  world.tables.onStream(streamOf('rooms'), (records) => {
    for (const record of records) see(seen, record);
    stage.rooms(records);
    late.rooms(records);
  });
  world.tables.onStream(streamOf('social'), stage.social);
  world.media.onMeeting(() => {
    const primaries = world.media.primaries();
    const doubled = primaries.find((token, at) => primaries.indexOf(token) !== at);
    if (doubled) complain(`${doubled} has two primaries that live`);
  });
  return {
    violations,
    offered: seen.offered,
    given: (person, attendeeId) => own(seen, attendeeId, person),
    owners: seen.owners,
    unclaimed: stage.unclaimed,
    hostSince: stage.hostSince,
    passing: late.passing,
    lateMeetings: late.meetings,
    blocked: stage.blocked,
  };
}

function see(seen: Seen, { dynamodb }: StreamRecord): void {
  const kind = readText(dynamodb.Keys['sk']);
  if (kind !== 'META' && kind !== 'MEMBER' && !kind.startsWith('SEAT#')) return;
  const [before, after] = [toItem(dynamodb.OldImage), toItem(dynamodb.NewImage)];
  if (!after) return;
  if (kind === 'META') seeRoom(seen, before, after);
  else if (kind === 'MEMBER') seeMember(seen, before, after);
  else seeFree(seen, after);
}

function own({ owners, complain }: Seen, attendeeId: string, userId: string): void {
  const owner = owners.get(attendeeId) ?? userId;
  owners.set(attendeeId, owner);
  if (owner !== userId) complain(`the credential ${attendeeId} was given to ${owner} and to ${userId}`);
}

function seeMember(seen: Seen, before: Item | undefined, after: Item): void {
  const [roomId, userId] = [String(after['roomId']), String(after['userId'])];
  const attendeeId = seatOf(after);
  if (attendeeId) own(seen, attendeeId, userId);
  // Whoever may come in again is out until they do.
  if (before?.['state'] === 'banned' && after['state'] === 'joined')
    seen.complain(`${userId} was banned from ${roomId} and is joined`);
}

function seeRoom(seen: Seen, before: Item | undefined, after: Item): void {
  const { complain } = seen;
  const { id: room, stage = [] } = toSeenRoom(after);
  for (const { userId, attendeeId } of stage) if (attendeeId) own(seen, attendeeId, userId);
  if (!before) return;
  const [old, fresh] = [Number(before['version']), Number(after['version'])];
  if (fresh <= old) complain(`room ${room} went from version ${old} to ${fresh}: a write was lost`);
  if (Number(after['epoch']) < Number(before['epoch'])) complain(`room ${room} went back to epoch ${after['epoch']}`);
  if (!isStep(String(before['status']), String(after['status'])))
    complain(`room ${room} was ${before['status']} and is ${after['status']}`);
}

function seeFree({ offered, owners, complain }: Seen, after: Item): void {
  const attendeeId = seatOf(after);
  if (!attendeeId) return;
  offered.add(attendeeId);
  const owner = owners.get(attendeeId);
  if (owner) complain(`the seat ${attendeeId} lies in the pool and was ${owner}'s`);
}

/** A room goes forward only: planned, live, over. */
const steps: Readonly<Record<string, readonly string[]>> = {
  scheduled: ['scheduled', 'live', 'canceled'],
  live: ['live', 'ended'],
};
const isStep = (before: string, after: string): boolean => steps[before]?.includes(after) ?? false;
