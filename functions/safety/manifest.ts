import type { FeatureManifest, Touch } from '../runtime/manifest.ts';

const profiles: Touch = { table: 'social', prefix: 'USER#', may: ['get'] };
/** Whoever calls is read, and made when seen for the first time. */
const caller: readonly Touch[] = [
  { table: 'social', prefix: 'USER#', may: ['get', 'put'] },
  { table: 'social', prefix: 'HANDLE#', may: ['put'] },
  { table: 'social', prefix: 'COUNT#', may: ['get'] },
];
const blockLists: Touch = { table: 'social', prefix: 'USER#', may: ['update'] };

export const manifest: FeatureManifest = {
  feature: 'safety',
  operations: [
    {
      name: 'blockUser',
      file: 'block-user',
      trigger: { http: 'PUT /v1/me/blocks/{userId}', auth: 'user' },
      unit: 'blocks',
      touches: [
        ...caller,
        blockLists,
        { table: 'social', prefix: 'BLOCK#', may: ['put'] },
        { table: 'social', prefix: 'FOLLOW#', may: ['delete'] },
        { table: 'social', prefix: 'COUNT#', may: ['update'] },
        { table: 'rooms', prefix: 'ROOM#', may: ['get', 'put', 'update'] },
        { table: 'rooms', prefix: 'WORK#', may: ['put', 'update', 'delete'] },
        { audio: ['DeleteAttendee'] },
      ],
      impact: 'People cannot keep anybody away: whoever is blocked stays in the room.',
    },
    {
      name: 'unblockUser',
      file: 'unblock-user',
      trigger: { http: 'DELETE /v1/me/blocks/{userId}', auth: 'user' },
      unit: 'blocks',
      touches: [...caller, blockLists, { table: 'social', prefix: 'BLOCK#', may: ['delete'] }],
      impact: 'People cannot take a block back.',
    },
    {
      name: 'listBlocks',
      file: 'list-blocks',
      trigger: { http: 'GET /v1/me/blocks', auth: 'user' },
      unit: 'blocks',
      touches: [profiles],
      impact: 'People do not see whom they have blocked.',
    },
    {
      name: 'warnViewers',
      file: 'warn-viewers',
      trigger: { queue: 'warnings', batchSize: 10 },
      unit: 'warnings',
      touches: [
        { table: 'social', index: 'blockers' },
        { table: 'rooms', prefix: 'ROOM#', may: ['get'] },
        { queue: 'frames' },
        { queue: 'warnings' },
      ],
      impact: 'Nobody is warned when somebody they have blocked comes on stage.',
    },
  ],
};
