import type { FeatureManifest } from '../runtime/manifest.ts';

export const manifest: FeatureManifest = {
  feature: 'realtime',
  operations: [
    {
      name: 'authorizeSubscriber',
      file: 'authorize-subscriber',
      trigger: { authorizes: 'realtime' },
      unit: 'realtime-authorizer',
      touches: [{ realtime: 'verify' }],
      impact: 'Nobody can connect to realtime: clients see changes only when they read the room again.',
    },
    {
      name: 'renewRealtime',
      file: 'renew-realtime',
      trigger: { http: 'POST /v1/me/realtime', auth: 'user' },
      unit: 'people',
      touches: [
        { table: 'social', prefix: 'USER#', may: ['get', 'put'] },
        { table: 'social', prefix: 'HANDLE#', may: ['put'] },
        { table: 'social', prefix: 'COUNT#', may: ['get'] },
        { realtime: 'sign' },
      ],
      impact: 'People outside a room hear of nothing until they look.',
    },
    {
      name: 'publishFrame',
      file: 'publish-frame',
      trigger: { queue: 'frames', isFifo: true, batchSize: 10 },
      unit: 'publisher',
      // A frame that failed holds its channel up for twice as long.
      timeout: 6,
      touches: [
        { table: 'rooms', prefix: 'ROOM#', may: ['get', 'put'] },
        { table: 'social', prefix: 'USER#', may: ['get', 'put'] },
        { realtime: 'publish' },
        { realtime: 'sign' },
      ],
      impact: 'Rooms look frozen: changes of stage, title and end are seen only by clients that read the room again.',
    },
    {
      name: 'sendTick',
      file: 'send-tick',
      trigger: { queue: 'ticks', batchSize: 10 },
      unit: 'publisher',
      timeout: 6,
      touches: [{ table: 'rooms', prefix: 'ROOM#', may: ['get', 'update'] }, { realtime: 'publish' }],
      impact: 'The number of listeners stands still on every screen.',
    },
  ],
};
