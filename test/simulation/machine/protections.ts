import type { Json, JsonObject } from '../../../local/model.ts';
import { objectOf } from './sites.ts';
import type { Meddling, PassingCall } from './wire.ts';

/** What the product leans on. Taking one away at the wire must make a simulation fail, or it does not see what it protects. */
export type Protection =
  | 'start condition'
  | 'ban'
  | 'death of seats'
  | 'timer version'
  | 'relay dedupe'
  | 'removal room'
  | 'grant member'
  | 'credential ban'
  | 'stage order'
  | 'grant request';

/** True of every item; beside what the condition said, so that all its names and values stay in use, as the service wants. */
const always = 'attribute_exists(pk) OR attribute_not_exists(pk)';

type Change = (kind: string, part: JsonObject) => JsonObject;

/** Changes every write of a transaction, or the one write that the call is. */
export function changeWrites(call: PassingCall, change: Change): JsonObject {
  return changeParts(call, change, ['ConditionCheck']);
}

/** The same, and what is only checked. */
function changeParts({ operation, input }: PassingCall, change: Change, kept: readonly string[] = []): JsonObject {
  if (operation !== 'TransactWriteItems') return change(sortOf(input), input);
  const actions = Array.isArray(input['TransactItems']) ? input['TransactItems'] : [];
  const changed = actions.map((action: Json): Json => {
    const entries = Object.entries(objectOf(action)).map(([name, part]) => {
      const write = objectOf(part);
      return [name, kept.includes(name) ? write : change(sortOf(write), write)];
    });
    return Object.fromEntries(entries);
  });
  return { ...input, TransactItems: changed };
}

/** A request, or the number of them beside it. */
function isOfRequest(action: Json): boolean {
  const [part] = Object.values(objectOf(action));
  const { S: partition } = objectOf(objectOf(objectOf(part)['Key'])['pk']);
  return typeof partition === 'string' && partition.endsWith('#REQ');
}

function sortOf(part: JsonObject): string {
  const { S: sort } = objectOf(objectOf(part['Key'] ?? part['Item'])['sk']);
  return typeof sort === 'string' ? sort : '';
}

/** The condition says what it said, or anything else. */
export const loosened = (part: JsonObject): JsonObject => ({
  ...part,
  ConditionExpression: `(${String(part['ConditionExpression'])}) OR ${always}`,
});

const writes = ['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems'];
export const isWrite = ({ service, operation }: PassingCall): boolean =>
  service === 'dynamodb' && writes.includes(operation);

/** The wire without one of its protections. */
export const without: Readonly<Record<Protection, Meddling>> = {
  /** A start is written whatever became of the room since it was read. */
  'start condition': (call) => {
    if (call.execution !== 'startRoom' || !isWrite(call)) return undefined;
    return { input: changeWrites(call, (_, part) => loosened(part)) };
  },
  /** A banned person's member item is written like anybody's. */
  ban: (call) => {
    if (call.execution !== 'joinRoom' || !isWrite(call) || !call.place.includes('MEMBER')) return undefined;
    return { input: changeWrites(call, (kind, part) => (kind === 'MEMBER' ? withoutBan(part) : part)) };
  },
  /** Seats that are taken back are made anew while their old credential lives. */
  'death of seats': (call) =>
    call.execution === 'mintSeats' && call.operation === 'DeleteAttendee' ? { answer: { status: 204 } } : undefined,
  /** A timer writes what it decided on the room as it was when it was read. */
  'timer version': (call) => {
    if (call.execution !== 'runTimer' || !isWrite(call)) return undefined;
    return { input: changeWrites(call, (kind, part) => (kind === 'META' ? loosened(part) : part)) };
  },
  /** Batches that come twice are counted twice. */
  'relay dedupe': (call) => {
    if (call.execution !== 'relayCrowd' || call.operation !== 'TransactWriteItems') return undefined;
    const { ClientRequestToken: _, ...input } = call.input;
    return { input };
  },
  /** Somebody is put out of the room as it was read, whoever came on its stage since. */
  'removal room': (call) => {
    if (call.execution !== 'removePerson' || !isWrite(call) || !call.place.includes('BAN')) return undefined;
    return { input: changeParts(call, (kind, part) => (kind === 'META' ? loosened(part) : part)) };
  },
  /** A request is granted though its person is no longer in the room. */
  'grant member': (call) => {
    if (call.execution !== 'acceptRequest' || !call.place.includes('REQUEST')) return undefined;
    return { input: changeWrites(call, (kind, part) => (kind === 'MEMBER' ? loosened(part) : part)) };
  },
  /** A credential is noted with whoever it was made for, put out by now or not; the door to the audience stays shut. */
  'credential ban': (call) => {
    if (call.execution === 'removePerson' || !isWrite(call) || !call.place.includes('MEMBER')) return undefined;
    return { input: changeWrites(call, (kind, part) => (isNoting(kind, part) ? loosened(part) : part)) };
  },
  /** Nobody orders that the stage be repaired: what a request could not tell the media service stays as it is. */
  'stage order': (call) => {
    if (call.execution !== 'relayRoomChanges' || !call.place.includes('WORK')) return undefined;
    return { answer: { status: 200, body: {} } };
  },
  /** Whoever comes on stage by their request goes on asking. */
  'grant request': (call) => {
    if (call.execution !== 'acceptRequest' || !call.place.includes('REQUEST')) return undefined;
    const actions = Array.isArray(call.input['TransactItems']) ? call.input['TransactItems'] : [];
    return { input: { ...call.input, TransactItems: actions.filter((action) => !isOfRequest(action)) } };
  },
};

/** Writes of seats say something of the seat as well. */
const isNoting = (kind: string, part: JsonObject): boolean =>
  kind === 'MEMBER' && !String(part['ConditionExpression']).includes('seat');

/** `#st <> :banned` holds for everybody. */
function withoutBan(part: JsonObject): JsonObject {
  const text = String(part['ConditionExpression']);
  return { ...part, ConditionExpression: text.replaceAll('#st <> :banned', '(#st <> :banned OR #st = :banned)') };
}
