import type { FeatureManifest, Touch } from '../runtime/manifest.ts';

const rooms: Touch = { table: 'rooms', prefix: 'ROOM#', may: ['get', 'put', 'update'] };
const pools: Touch = { table: 'rooms', prefix: 'ROOM#', may: ['query', 'delete'] };
const order: Touch = { table: 'rooms', prefix: 'WORK#', may: ['update'] };
const work: Touch = { table: 'rooms', prefix: 'WORK#', may: ['get', 'put', 'update', 'delete'] };
const workIndex: Touch = { table: 'rooms', index: 'work' };
const minter: Touch = { queue: 'minter' };
/** A room that gets another host takes the claim to host with it. */
const claims: Touch = { table: 'social', prefix: 'USER#', may: ['put', 'delete'] };

export const manifest: FeatureManifest = {
  feature: 'audio',
  operations: [
    {
      name: 'orderSeats',
      file: 'order-seats',
      trigger: { events: ['room.live', 'room.restarted'], source: 'rostrum' },
      unit: 'audio-orders',
      touches: [order],
      impact: 'The first listeners of a room wait: no seat is made before they ask.',
    },
    {
      name: 'mintSeats',
      file: 'mint-seats',
      // A run lasts up to 40 s, and its message waits for it.
      trigger: { queue: 'minter', isFifo: true, batchSize: 10, maxConcurrency: 2, patienceSeconds: 120 },
      unit: 'minter',
      timeout: 60,
      touches: [
        rooms,
        pools,
        { table: 'rooms', prefix: 'ROOM#', may: ['check'] },
        { table: 'rooms', prefix: 'MEETING#', may: ['put'] },
        work,
        workIndex,
        minter,
        {
          audio: [
            'CreateMeeting',
            'CreateAttendee',
            'BatchCreateAttendee',
            'DeleteAttendee',
            'ListAttendees',
            'UpdateAttendeeCapabilities',
            'StartMeetingTranscription',
            'StopMeetingTranscription',
          ],
        },
      ],
      impact: 'No new seats are made: listeners cannot enter once the pools are empty.',
    },
    {
      name: 'recordMediaEvents',
      file: 'record-media-events',
      trigger: {
        queue: 'media-events',
        batchSize: 100,
        windowSeconds: 1,
        from: {
          source: 'aws.chime',
          detailType: ['Chime Meeting State Change'],
          eventTypes: ['chime:AttendeeJoined', 'chime:AttendeeLeft', 'chime:AttendeeDropped', 'chime:MeetingEnded'],
        },
      },
      unit: 'media-events',
      touches: [
        rooms,
        pools,
        { table: 'rooms', prefix: 'MEETING#', may: ['get', 'put'] },
        { table: 'rooms', index: 'by-attendee' },
        claims,
        { audio: ['CreateMeeting', 'GetMeeting', 'DeleteMeeting'] },
      ],
      impact: 'Dropped hosts and listeners are noticed late, by the sweep only.',
    },
    {
      name: 'sweepRooms',
      file: 'sweep-rooms',
      trigger: { everyMinutes: 5 },
      unit: 'sweep',
      timeout: 240,
      touches: [
        rooms,
        workIndex,
        { table: 'rooms', index: 'directory' },
        { table: 'social', prefix: 'USER#', may: ['put', 'update', 'delete'] },
        { audio: ['GetMeeting', 'DeleteMeeting'] },
      ],
      impact: 'What timers and media events missed is not repaired.',
    },
  ],
};
