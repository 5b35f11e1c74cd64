import type { FeatureManifest } from '../runtime/manifest.ts';

export const manifest: FeatureManifest = {
  feature: 'relay',
  operations: [
    {
      name: 'relayRoomChanges',
      file: 'relay-room-changes',
      trigger: { stream: 'rooms', mapping: 'urgent', filter: [{ sk: 'META' }, { sk: 'WORK' }] },
      unit: 'relay-rooms',
      touches: [{ bus: 'put' }, { queue: 'timers' }, { queue: 'minter' }, { queue: 'frames' }],
      impact: 'Nothing hears of rooms that start, change or end: no seats are made, no timers set, no frames sent.',
    },
    {
      name: 'relayCrowd',
      file: 'relay-crowd',
      trigger: { stream: 'rooms', mapping: 'bulk', filter: [{ sk: 'MEMBER' }, { sk: 'SEAT#' }] },
      unit: 'relay-crowd',
      touches: [
        { table: 'rooms', prefix: 'ROOM#', may: ['get', 'put', 'update'] },
        { table: 'social', prefix: 'USER#', may: ['get', 'put'] },
        { table: 'rooms', prefix: 'WORK#', may: ['update'] },
        { table: 'rooms', prefix: 'SWITCHES#', may: ['get'] },
        { queue: 'ticks' },
      ],
      impact: 'Listener counts stand still and seat pools are not refilled ahead of the crowd.',
    },
  ],
};
