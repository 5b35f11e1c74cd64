import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { StreamRecord } from '../../../local/tables/store/stream-records.ts';
import type { World } from '../machine/world.ts';

/** What must never be, not even for a moment; looked at with every write and every answer. */
export type Watch = {
  /** A person was given a credential. */
  given(person: string, attendeeId: string): void;
  /** From now on the person may not come into the room; with a host: as long as nobody else has hosted it. */
  shutOut(roomId: string, userId: string, hostId?: string): void;
  readonly violations: readonly string[];
  /** Seats that lay in a pool at any time. */
  readonly offered: ReadonlySet<string>;
};

type Item = Readonly<Record<string, unknown>>;
type Seated = { readonly seat?: { readonly attendee: { readonly AttendeeId: string } } };

/** What was seen so far, and where complaints go. */
type Seen = {
  readonly owners: Map<string, string>;
  readonly shut: Map<string, string | undefined>;
  readonly hosts: Map<string, Set<string>>;
  readonly offered: Set<string>;
  complain(what: string): void;
};

export function createWatch(world: World): Watch {
  const violations: string[] = [];
  const complain = (what: string): void => {
    violations.push(what);
    world.trace.say(`!!! ${what}`);
  };
  const seen: Seen = { owners: new Map(), shut: new Map(), hosts: new Map(), offered: new Set(), complain };
  const rooms = world.model.tables.find(({ name }) => name.endsWith('-rooms'));
  world.tables.onStream(rooms?.streamArn ?? '', (records) => {
    for (const record of records) see(seen, record);
  });
  world.media.onMeeting(() => {
    const primaries = world.media.primaries();
    const doubled = primaries.find((token, at) => primaries.indexOf(token) !== at);
    if (doubled) complain(`${doubled} has two primaries that live`);
  });
  return {
    violations,
    offered: seen.offered,
    given: (person, attendeeId) => own(seen, attendeeId, person),
    shutOut: (roomId, userId, hostId) => void seen.shut.set(`${roomId} ${userId}`, hostId),
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
  const { shut, hosts, complain } = seen;
  const [roomId, userId] = [String(after['roomId']), String(after['userId'])];
  const attendeeId = seatOf(after);
  if (attendeeId) own(seen, attendeeId, userId);
  if (before?.['state'] === 'banned' && after['state'] !== 'banned')
    complain(`${userId} was banned from ${roomId} and is ${after['state']}`);
  const isNew = before?.['state'] !== 'joined' || before['joinedAt'] !== after['joinedAt'];
  const key = `${roomId} ${userId}`;
  const hostId = shut.get(key);
  const isShut = shut.has(key) && (hostId === undefined || hosts.get(roomId)?.size === 1);
  if (after['state'] === 'joined' && isNew && isShut)
    complain(`${userId} came into ${roomId}, out of which they are shut`);
}

function seeRoom({ hosts, complain }: Seen, before: Item | undefined, after: Item): void {
  const room = String(after['roomId']);
  hosts.set(room, (hosts.get(room) ?? new Set()).add(String(after['hostId'])));
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

type Image = Parameters<typeof unmarshall>[0];
const toImage = (image: unknown) => image as Image;
export const toItem = (image: unknown): Item | undefined =>
  image === undefined ? undefined : unmarshall(toImage(image));
const readText = (value: unknown): string => (value as { readonly S?: string } | undefined)?.S ?? '';
export const seatOf = (item: Item): string | undefined => toSeated(item).seat?.attendee.AttendeeId;
const toSeated = (item: Item) => item as Seated;
