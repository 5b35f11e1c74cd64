import type { FeatureManifest } from '../runtime/manifest.ts';

export const manifest: FeatureManifest = {
  feature: 'relay',
  operations: [
    {
      name: 'relayRoomChanges',
      file: 'relay-room-changes',
      trigger: {
        stream: 'rooms',
        mapping: 'urgent',
        filter: [{ sk: 'META' }, { sk: 'WORK' }, { sk: 'REQUEST#' }, { sk: 'INVITE' }, { sk: 'BAN#' }],
      },
      unit: 'relay-rooms',
      touches: [
        { table: 'rooms', prefix: 'ROOM#', may: ['get'] },
        { table: 'rooms', prefix: 'WORK#', may: ['update'] },
        { bus: 'put' },
        { queue: 'timers' },
        { queue: 'minter' },
        { queue: 'frames' },
        { queue: 'warnings' },
      ],
      impact: 'Nothing hears of rooms that start, change or end: no seats are made, no timers set, no frames sent.',
    },
    {
      name: 'relayCrowd',
      file: 'relay-crowd',
      trigger: {
        stream: 'rooms',
        mapping: 'bulk',
        filter: [{ sk: 'MEMBER' }, { sk: 'SEAT#' }, { sk: 'MESSAGE#' }, { sk: 'REACTIONS#' }],
      },
      unit: 'relay-crowd',
      touches: [
        { table: 'rooms', prefix: 'ROOM#', may: ['get', 'put', 'update', 'delete'] },
        { table: 'social', prefix: 'USER#', may: ['get', 'put', 'delete'] },
        { table: 'rooms', prefix: 'WORK#', may: ['update'] },
        { table: 'rooms', prefix: 'SWITCHES#', may: ['get'] },
        { queue: 'ticks' },
        { queue: 'frames' },
      ],
      impact:
        'Listener counts stand still, chat and reactions are not seen, and seat pools are not refilled ahead of the crowd.',
    },
    {
      name: 'relaySocial',
      file: 'relay-social',
      trigger: {
        stream: 'social',
        mapping: 'urgent',
        filter: [{ pk: 'BLOCK#', sk: 'EDGE' }, { sk: 'PROFILE' }, { sk: 'SHARE#' }, { sk: 'REPORT' }, { sk: 'ACT#' }],
      },
      unit: 'relay-social',
      touches: [
        { bus: 'put' },
        { table: 'social', prefix: 'BLOCK#', may: ['get'] },
        { table: 'social', prefix: 'FOLLOW#', may: ['delete'] },
        { table: 'social', prefix: 'COUNT#', may: ['update'] },
        { table: 'social', prefix: 'USER#', may: ['get', 'update'] },
        { table: 'rooms', prefix: 'ROOM#', may: ['get', 'check', 'put', 'update'] },
        { table: 'rooms', prefix: 'WORK#', may: ['put', 'update', 'delete'] },
        { audio: ['DeleteAttendee'] },
      ],
      impact:
        'Nothing hears of blocks and verdicts, and a block whose request died leaves the blocked person in the room.',
    },
    {
      name: 'relayTickets',
      file: 'relay-tickets',
      trigger: {
        stream: 'commerce',
        mapping: 'urgent',
        filter: [{ sk: 'TICKET' }, { sk: 'PART', counts: { available: 0 } }, { sk: 'TRANSFER' }],
      },
      unit: 'relay-commerce',
      touches: [
        { bus: 'put' },
        { queue: 'frames' },
        { queue: 'offers' },
        { table: 'commerce', prefix: 'SALE#', may: ['get'] },
        { table: 'commerce', prefix: 'STOCK#', may: ['get'] },
        { table: 'commerce', prefix: 'TICKET#', may: ['get'] },
        { table: 'rooms', prefix: 'ROOM#', may: ['get', 'put', 'update'] },
        { table: 'rooms', prefix: 'WORK#', may: ['put', 'update', 'delete'] },
        { audio: ['DeleteAttendee'] },
      ],
      impact: 'Nothing hears of tickets, and people whose ticket was refunded stay in the room.',
    },
  ],
};
