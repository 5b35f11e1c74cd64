import type { FeatureManifest, Touch } from '../runtime/manifest.ts';

const roomReads: Touch = { table: 'rooms', prefix: 'ROOM#', may: ['get'] };
const roomWrites: Touch = { table: 'rooms', prefix: 'ROOM#', may: ['get', 'put'] };
const meetings: Touch = { table: 'rooms', prefix: 'MEETING#', may: ['put'] };
/** What the operator has turned off. */
const switches: Touch = { table: 'rooms', prefix: 'SWITCHES#', may: ['get'] };
const profiles: Touch = { table: 'social', prefix: 'USER#', may: ['get'] };
/** Whoever calls is read, and made when seen for the first time. */
const caller: readonly Touch[] = [
  { table: 'social', prefix: 'USER#', may: ['get', 'put'] },
  { table: 'social', prefix: 'HANDLE#', may: ['put'] },
  { table: 'social', prefix: 'COUNT#', may: ['get'] },
];
const claim: Touch = { table: 'social', prefix: 'USER#', may: ['delete'] };
/** A room that gets another host takes the claim to host with it. */
const claims: Touch = { table: 'social', prefix: 'USER#', may: ['put', 'delete'] };
const planned: Touch = { table: 'social', prefix: 'USER#', may: ['update'] };
/** Tickets that are on sale from the room's first moment. */
const saleOpened: readonly Touch[] = [
  { table: 'commerce', prefix: 'SALE#', may: ['put'] },
  { table: 'commerce', prefix: 'STOCK#', may: ['put'] },
  { table: 'commerce', prefix: 'SPENT#', may: ['get', 'update'] },
  { table: 'commerce', prefix: 'CAP#', may: ['get'] },
  { table: 'commerce', prefix: 'PAYOUT#', may: ['get'] },
];
/** How the caller stands to a room: member, follower, blocked, holder of a ticket. */
const standing: readonly Touch[] = [
  profiles,
  { table: 'social', prefix: 'FOLLOW#', may: ['get'] },
  { table: 'social', prefix: 'BLOCK#', may: ['get'] },
  { table: 'commerce', prefix: 'TICKET#', may: ['get'] },
];
/** The same as conditions of the join's own write. */
const doorChecks: readonly Touch[] = [
  { table: 'social', prefix: 'FOLLOW#', may: ['check'] },
  { table: 'social', prefix: 'BLOCK#', may: ['check'] },
  { table: 'commerce', prefix: 'TICKET#', may: ['check'] },
];

export const manifest: FeatureManifest = {
  feature: 'rooms',
  operations: [
    {
      name: 'createRoom',
      file: 'create-room',
      trigger: { http: 'POST /v1/rooms', auth: 'user' },
      status: 201,
      unit: 'rooms-create',
      touches: [
        roomWrites,
        switches,
        meetings,
        ...caller,
        claim,
        planned,
        { table: 'social', prefix: 'IDEM#', may: ['get', 'put'] },
        ...saleOpened,
        { audio: ['CreateMeeting', 'CreateAttendee', 'DeleteMeeting'] },
        { realtime: 'sign' },
      ],
      impact: 'Nobody can go live or schedule a room.',
    },
    {
      name: 'startRoom',
      file: 'start-room',
      trigger: { http: 'POST /v1/rooms/{roomId}/start', auth: 'user' },
      unit: 'rooms-write',
      touches: [
        roomWrites,
        switches,
        meetings,
        ...caller,
        claim,
        planned,
        { audio: ['CreateMeeting', 'CreateAttendee', 'DeleteMeeting'] },
        { realtime: 'sign' },
      ],
      impact: 'Scheduled rooms cannot start.',
    },
    {
      name: 'cancelRoom',
      file: 'cancel-room',
      trigger: { http: 'POST /v1/rooms/{roomId}/cancel', auth: 'user' },
      unit: 'rooms-change',
      touches: [roomWrites, ...caller, planned],
      impact: 'Hosts cannot cancel a scheduled room.',
    },
    {
      name: 'updateRoom',
      file: 'update-room',
      trigger: { http: 'PATCH /v1/rooms/{roomId}', auth: 'user' },
      unit: 'rooms-change',
      touches: [roomWrites, ...caller],
      impact: 'Hosts cannot change title, topics or who may enter.',
    },
    {
      name: 'endRoom',
      file: 'end-room',
      trigger: { http: 'POST /v1/rooms/{roomId}/end', auth: 'user' },
      unit: 'rooms-change',
      touches: [roomWrites, ...caller, claim, { audio: ['DeleteMeeting'] }],
      impact: 'Hosts cannot end their room: it stays open and audible.',
    },
    {
      name: 'joinRoom',
      file: 'join-room',
      trigger: { http: 'POST /v1/rooms/{roomId}/join', auth: 'user' },
      unit: 'join',
      lane: 'join',
      touches: [
        { table: 'rooms', prefix: 'ROOM#', may: ['get', 'query', 'put', 'update', 'delete', 'check'] },
        meetings,
        { table: 'rooms', prefix: 'WORK#', may: ['update'] },
        ...caller,
        ...doorChecks,
        { audio: ['CreateMeeting', 'CreateAttendee', 'GetMeeting', 'DeleteMeeting', 'DeleteAttendee'] },
        claims,
        { realtime: 'sign' },
      ],
      impact: 'Nobody can enter a room, and people who dropped cannot come back.',
    },
    {
      name: 'listenRoom',
      file: 'listen-room',
      trigger: {
        http: 'POST /v1/rooms/{roomId}/listen',
        auth: {
          none: 'Guests have no account; the token we gave a guest before is verified in the function.',
          isForGuests: true,
        },
      },
      unit: 'listen',
      lane: 'join',
      touches: [
        { table: 'rooms', prefix: 'ROOM#', may: ['get', 'query', 'update', 'delete'] },
        { table: 'rooms', prefix: 'WORK#', may: ['update'] },
        { table: 'rooms', prefix: 'ALLOWANCE#', may: ['update'] },
        switches,
        { realtime: 'sign' },
      ],
      impact: 'People without an account cannot listen.',
    },
    {
      name: 'leaveRoom',
      file: 'leave-room',
      trigger: {
        http: 'POST /v1/rooms/{roomId}/leave',
        auth: {
          none: 'Guests leave too; the token of a person or a guest is verified in the function, and one is needed.',
          isForGuests: true,
        },
      },
      unit: 'leave',
      touches: [
        roomWrites,
        { table: 'rooms', prefix: 'ROOM#', may: ['update'] },
        ...caller,
        claim,
        // Whoever reads guests' tokens is told the key that signs them.
        { realtime: 'sign' },
      ],
      impact: 'People who leave still count as present, and a leaving host does not start the grace.',
    },
    {
      name: 'getRoom',
      file: 'get-room',
      trigger: {
        http: 'GET /v1/rooms/{roomId}',
        auth: { none: 'Public rooms are read by people without an account; a token is verified in the function.' },
      },
      unit: 'rooms-read',
      touches: [roomReads, ...standing],
      impact: 'Rooms do not open in the apps.',
    },
    {
      name: 'listRooms',
      file: 'list-rooms',
      trigger: {
        http: 'GET /v1/rooms',
        auth: { none: 'The directory of public rooms is open; a token is verified in the function.' },
      },
      unit: 'rooms-read',
      touches: [roomReads, { table: 'rooms', index: 'directory' }],
      impact: 'The directory of live and planned rooms is empty.',
    },
    {
      name: 'listMyRooms',
      file: 'list-my-rooms',
      trigger: { http: 'GET /v1/me/rooms', auth: 'user' },
      unit: 'rooms-read',
      touches: [roomReads, { table: 'rooms', index: 'by-host' }, profiles],
      impact: 'Hosts do not see their own rooms.',
    },
    {
      name: 'listPeople',
      file: 'list-people',
      trigger: { http: 'GET /v1/rooms/{roomId}/people', auth: 'user' },
      unit: 'rooms-read',
      touches: [roomReads, { table: 'rooms', index: 'people' }, ...standing],
      impact: 'The list of people in a room does not load.',
    },
    {
      name: 'planTimers',
      file: 'plan-timers',
      trigger: {
        events: ['room.scheduled', 'room.rescheduled', 'room.canceled', 'room.live', 'room.ended'],
        source: 'rostrum',
      },
      unit: 'room-timers',
      touches: [roomReads, { scheduler: ['CreateSchedule', 'DeleteSchedule'] }],
      impact: 'Rooms nobody started are not cancelled on time, and rooms over twelve hours are not closed.',
    },
    {
      name: 'runTimer',
      file: 'run-timer',
      // A timer's message may be delayed by 15 minutes, which counts as waiting.
      trigger: { queue: 'timers', batchSize: 10, patienceSeconds: 1_020 },
      unit: 'room-timers',
      touches: [
        roomWrites,
        { table: 'rooms', prefix: 'ROOM#', may: ['update'] },
        claims,
        planned,
        { audio: ['DeleteMeeting'] },
      ],
      impact: 'A host who is gone is not noticed, and the grace of a room does not end it.',
    },
    {
      name: 'cleanUpRoom',
      file: 'clean-up-room',
      trigger: { events: ['room.ended', 'room.canceled'], source: 'rostrum' },
      unit: 'room-clean-up',
      touches: [
        { table: 'rooms', prefix: 'ROOM#', may: ['get', 'query', 'delete'] },
        { table: 'rooms', prefix: 'MEETING#', may: ['delete'] },
        claim,
        { audio: ['DeleteMeeting'] },
      ],
      impact: 'Meetings and seats of rooms that are over stay behind and cost money.',
    },
  ],
};
