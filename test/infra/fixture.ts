import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OperationEntry, UnitEntry } from '../../functions/runtime/manifest.ts';

const impact = 'People cannot do what this does.';

/** One operation of each kind, small enough to read what the stacks make of it. */
const operations: readonly OperationEntry[] = [
  {
    name: 'createRoom',
    file: 'create-room',
    trigger: { http: 'POST /v1/rooms', auth: 'user' },
    status: 201,
    unit: 'rooms-write',
    impact: 'Nobody can open a room.',
    touches: [
      { table: 'rooms', prefix: 'ROOM#', may: ['get', 'put'] },
      { table: 'rooms', prefix: 'HOST#', may: ['put'] },
      { table: 'social', prefix: 'USER#', may: ['get'] },
      { table: 'rooms', index: 'by-host' },
      { audio: ['CreateMeeting', 'CreateAttendee'] },
      { scheduler: ['CreateSchedule'] },
      { queue: 'seats' },
    ],
  },
  {
    name: 'readRoom',
    file: 'read-room',
    trigger: { http: 'GET /v1/rooms/{roomId}', auth: { none: 'public rooms are for everybody' } },
    unit: 'rooms-read',
    impact,
    touches: [{ table: 'rooms', prefix: 'ROOM#', may: ['get'] }],
  },
  {
    name: 'joinRoom',
    file: 'join-room',
    trigger: { http: 'POST /v1/rooms/{roomId}/join', auth: 'user' },
    lane: 'join',
    unit: 'join',
    impact,
    touches: [],
  },
  {
    name: 'mintSeats',
    file: 'mint-seats',
    trigger: { queue: 'seats', isFifo: true },
    unit: 'minter',
    impact,
    touches: [],
  },
  {
    name: 'actOnTimer',
    file: 'act-on-timer',
    trigger: { queue: 'timers' },
    timeout: 30,
    unit: 'timers',
    impact,
    touches: [],
  },
  {
    name: 'readMediaEvents',
    file: 'read-media-events',
    trigger: {
      queue: 'media-events',
      windowSeconds: 1,
      from: { source: 'aws.chime', detailType: ['Chime Meeting State Change'], eventTypes: ['chime:AttendeeJoined'] },
    },
    unit: 'media-events',
    impact,
    touches: [],
  },
  {
    name: 'sweepRooms',
    file: 'sweep-rooms',
    trigger: { everyMinutes: 5 },
    unit: 'sweep',
    impact,
    touches: [{ secret: 'stripe-api-key' }],
  },
  {
    name: 'takeFacts',
    file: 'take-facts',
    trigger: { events: ['follower.facts'], source: 'rostrum.app' },
    unit: 'facts',
    impact,
    touches: [],
  },
  {
    name: 'relayUrgent',
    file: 'relay-urgent',
    trigger: { stream: 'rooms', mapping: 'urgent', filter: [{ pk: 'ROOM#', sk: 'META' }] },
    unit: 'relay-urgent',
    impact,
    touches: [{ bus: 'put' }],
  },
  {
    name: 'renewRealtime',
    file: 'renew-realtime',
    trigger: { http: 'POST /v1/me/realtime', auth: 'user' },
    unit: 'renewal',
    impact,
    touches: [{ realtime: 'sign' }],
  },
  {
    name: 'publishFrame',
    file: 'publish-frame',
    trigger: { queue: 'frames', isFifo: true },
    unit: 'publisher',
    impact,
    touches: [{ realtime: 'publish' }],
  },
  {
    name: 'authorizeSubscriber',
    file: 'authorize-subscriber',
    trigger: { authorizes: 'realtime' },
    unit: 'realtime-authorizer',
    impact: 'Nobody hears what happens in a room.',
    touches: [{ realtime: 'verify' }],
  },
  {
    name: 'relayBulk',
    file: 'relay-bulk',
    trigger: { stream: 'rooms', mapping: 'bulk', filter: [{ sk: 'MEMBER' }] },
    unit: 'relay-bulk',
    impact,
    touches: [],
  },
];

export const fixtureUnits: readonly UnitEntry[] = operations.map((operation) => ({
  name: operation.unit,
  operations: [{ ...operation, feature: 'rooms' }],
}));

/** A directory for each unit with a stand-in for its bundle: what the stacks say does not depend on the code. */
export function emptyBundles(units: readonly UnitEntry[]): Record<string, string> {
  const root = mkdtempSync(join(tmpdir(), 'rostrum-bundles-'));
  return Object.fromEntries(units.map(({ name }) => [name, emptyBundle(join(root, name))]));
}

function emptyBundle(directory: string): string {
  mkdirSync(directory);
  writeFileSync(join(directory, 'index.mjs'), 'export const handler = () => undefined;');
  return directory;
}
