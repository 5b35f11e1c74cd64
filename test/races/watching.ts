import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { freePartition, freeShardCount } from '../../adapters/dynamodb/table.ts';
import type { Call } from '../../local/calls/calls.ts';
import type { CloudOptions } from '../../local/cloud.ts';
import type { CloudModel } from '../../local/model.ts';
import { configFileWith } from '../given/config.ts';
import { type Answer, openWorld, type World } from '../world.ts';

/**
 * Transactions stay open for 5 ms, so that what happens at once really collides. Functions have three times as long: deployed,
 * five hundred calls at once have a machine each, and here they share two cores.
 */
export const openRaceWorld = (options: CloudOptions = {}): Promise<World> =>
  openWorld({ tableOptions: { holdTransactionsMs: 5 }, changeModel: patient, ...options });
const patient = (model: CloudModel): CloudModel => ({
  ...model,
  functions: model.functions.map((each) => ({ ...each, timeoutSeconds: each.timeoutSeconds * 3 })),
});

/** The same under another config; what is given replaces the fields of the project's own. */
export async function openRaceWorldWith(changes: object, options: CloudOptions = {}): Promise<World> {
  const { configFile, remove } = configFileWith(changes);
  try {
    return await openRaceWorld({ configFile, ...options });
  } finally {
    remove();
  }
}

export type SeenSeat = { readonly attendeeId: string; readonly externalUserId: string };
export type SeenMeeting = {
  readonly meetingId: string;
  readonly externalMeetingId: string;
  readonly primaryMeetingId?: string;
  readonly seats: readonly SeenSeat[];
};
type Item = Readonly<Record<string, unknown>>;

/** The living meetings of a room, as the media service sees them. */
export function meetingsOf(world: World, roomId: string): readonly SeenMeeting[] {
  return allMeetings(world).filter(({ externalMeetingId }) => externalMeetingId === roomId);
}
export const allMeetings = (world: World): readonly SeenMeeting[] => toMeetings(world.cloud.audio.snapshot());
export const primariesOf = (world: World, roomId: string): readonly SeenMeeting[] =>
  meetingsOf(world, roomId).filter(({ primaryMeetingId }) => primaryMeetingId === undefined);
export const replicasOf = (world: World, roomId: string): readonly SeenMeeting[] =>
  meetingsOf(world, roomId).filter(({ primaryMeetingId }) => primaryMeetingId !== undefined);

const toMeetings = (snapshot: unknown) => (snapshot as { readonly meetings: readonly SeenMeeting[] }).meetings;

const tableOf = (world: World, name: string): string =>
  world.cloud.model.tables.find((table) => table.name.endsWith(`-${name}`))?.name ?? name;

/** Every item of a table as it is stored. */
export function itemsOf(world: World, table: 'rooms' | 'social' | 'commerce'): readonly Item[] {
  return world.cloud.tables.snapshot(tableOf(world, table)).map((item) => unmarshall(toStored(item)));
}
const toStored = (item: unknown) => item as Parameters<typeof unmarshall>[0];

/** Writes an item as somebody with the operator's keys would, straight into the engine, when nothing else is under way. */
export async function putItem(world: World, table: 'rooms' | 'social' | 'commerce', item: Item): Promise<void> {
  const Item = toWire(marshall(item, { removeUndefinedValues: true }));
  await world.settle();
  await world.cloud.tables.perform('PutItem', { TableName: tableOf(world, table), Item }, {});
}
const toWire = (item: unknown) => item as Record<string, never>;

/** AttendeeIds of the free seats of a room. */
export function freeSeatsOf(world: World, roomId: string): readonly string[] {
  const partitions = Array.from({ length: freeShardCount }, (_, shard) => freePartition(roomId, shard));
  return itemsOf(world, 'rooms')
    .filter(({ pk }) => partitions.includes(String(pk)))
    .map((item) => toSeated(item).seat?.attendee.AttendeeId ?? '');
}

export type SeenMember = {
  readonly userId: string;
  readonly state: string;
  readonly seat?: { readonly meetingId: string; readonly attendee: { readonly AttendeeId: string } };
};
const toSeated = (item: unknown) => item as SeenMember;
export const membersOf = (world: World, roomId: string): readonly SeenMember[] =>
  itemsOf(world, 'rooms')
    .filter(({ sk, roomId: id }) => sk === 'MEMBER' && id === roomId)
    .map(toSeated);

/** Orders for the minter that nobody has done yet. */
export const worksOf = (world: World): readonly string[] =>
  itemsOf(world, 'rooms').flatMap(({ sk, pk }) => (sk === 'WORK' ? [String(pk)] : []));

type SeenReplica = {
  readonly replica: number;
  readonly existingSeats: number;
  readonly meeting: { readonly id: string };
};
const toReplica = (item: unknown) => item as SeenReplica;

/** Seats each replica is believed to have, beside those it has at the media service. */
export function seatCounts(world: World, roomId: string): { readonly counted: number[]; readonly made: number[] } {
  const replicas = itemsOf(world, 'rooms')
    .filter(({ sk, roomId: id }) => sk === 'MEDIA' && id === roomId)
    .map(toReplica)
    .sort((one, other) => one.replica - other.replica);
  const living = replicasOf(world, roomId);
  const madeIn = (id: string) => living.find(({ meetingId }) => meetingId === id)?.seats.length ?? 0;
  return {
    counted: replicas.map(({ existingSeats }) => existingSeats),
    made: replicas.map(({ meeting }) => madeIn(meeting.id)),
  };
}

/** What one list has and the other has not. */
export const differenceOf = (some: readonly string[], others: readonly string[]): readonly string[] => {
  const [left, right] = [new Set(some), new Set(others)];
  return [...some.filter((one) => !right.has(one)), ...others.filter((one) => !left.has(one))];
};

/** The calls a request made itself, without what followed from it. */
export function callsOf(world: World, answer: Answer): readonly Call[] {
  const requestId = answer.headers.get('x-request-id') ?? '';
  return world.cloud.calls.list().filter((call) => call.requestId === requestId);
}

/** Calls to the media service of one kind since the record was cleared. */
export const mediaCalls = (world: World, operation?: string): readonly Call[] =>
  world.cloud.calls
    .list()
    .filter((call) => call.service === 'chime' && (operation === undefined || call.operation === operation));

export const times = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));
export const idsOf = (answers: readonly Answer[]) => ({
  meetings: [...new Set(answers.map(({ body }) => body.audio?.meeting.MeetingId))],
  attendees: [...new Set(answers.map(({ body }) => body.audio?.attendee.AttendeeId))],
});

/** What was answered with another status: empty when all went well. */
export const othersThan = (status: number, answers: readonly Answer[]): readonly string[] =>
  answers.flatMap((answer) => (answer.status === status ? [] : [`${answer.status} ${answer.text}`]));

/** Faults in the functions' logs since the world began. */
export const faultsIn = (world: World): readonly string[] =>
  world.cloud.runner
    .logs()
    .filter(({ isError }) => isError)
    .map(({ functionName, text }) => `${functionName}: ${text}`);
