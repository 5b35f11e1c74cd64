import type { FeatureManifest, Touch } from '../runtime/manifest.ts';

const profiles: Touch = { table: 'social', prefix: 'USER#', may: ['get'] };
/** Whoever calls is read, and made when seen for the first time. */
const caller: readonly Touch[] = [
  { table: 'social', prefix: 'USER#', may: ['get', 'put'] },
  { table: 'social', prefix: 'HANDLE#', may: ['put'] },
  { table: 'social', prefix: 'COUNT#', may: ['get'] },
];
const blockLists: Touch = { table: 'social', prefix: 'USER#', may: ['update'] };

/** What the caller writes for others is kept once, by the key they give it. */
const keptAnswers: Touch = { table: 'social', prefix: 'IDEM#', may: ['get', 'put'] };
const reports: Touch = { table: 'social', prefix: 'REPORT#', may: ['get', 'put'] };
/** Every act goes into the audit chain, with what it does: entries are put, and never updated or deleted. */
const actsAndChain: readonly Touch[] = [
  { table: 'social', prefix: 'CHAIN#', may: ['get', 'put'] },
  { table: 'social', prefix: 'AUDIT#', may: ['put'] },
  { table: 'social', prefix: 'ACT#', may: ['put'] },
];
const roomWrites: Touch = { table: 'rooms', prefix: 'ROOM#', may: ['get', 'put'] };
const profileWrites: Touch = { table: 'social', prefix: 'USER#', may: ['get', 'put'] };
const hostClaims: Touch = { table: 'social', prefix: 'USER#', may: ['delete'] };

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
        { table: 'rooms', prefix: 'ROOM#', may: ['get', 'check', 'put', 'update'] },
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
    {
      name: 'fileReport',
      file: 'file-report',
      trigger: {
        http: 'POST /v1/reports',
        auth: {
          none: 'Guests report too; the token of a person or a guest is verified in the function, and one is needed.',
          isForGuests: true,
        },
      },
      status: 201,
      unit: 'reports',
      touches: [
        profiles,
        keptAnswers,
        reports,
        { table: 'social', prefix: 'REPORTER#', may: ['get', 'put'] },
        { table: 'rooms', prefix: 'ROOM#', may: ['get', 'query'] },
        { table: 'rooms', prefix: 'ALLOWANCE#', may: ['update'] },
        // Whoever reads guests' tokens is told the key that signs them.
        { realtime: 'sign' },
      ],
      impact: 'Nobody can report a person or a room.',
    },
    {
      name: 'listMyActs',
      file: 'list-my-acts',
      trigger: { http: 'GET /v1/me/moderation', auth: 'user' },
      unit: 'reports',
      touches: [profiles, { table: 'social', prefix: 'ACT#', may: ['query'] }],
      impact: 'People are not told what was decided about them, and why.',
    },
    {
      name: 'makeAppeal',
      file: 'make-appeal',
      trigger: { http: 'POST /v1/me/appeals', auth: 'user' },
      status: 201,
      unit: 'reports',
      touches: [
        ...caller,
        keptAnswers,
        reports,
        { table: 'social', prefix: 'ACT#', may: ['get'] },
        { table: 'social', prefix: 'APPEAL#', may: ['get', 'put'] },
      ],
      impact: 'Nobody can appeal against what was decided about them.',
    },
    {
      name: 'listReports',
      file: 'list-reports',
      trigger: { http: 'GET /v1/moderation/reports', auth: 'user' },
      unit: 'moderation',
      touches: [profiles, { table: 'social', index: 'reports' }],
      impact: 'Moderators do not see what was reported.',
    },
    {
      name: 'decideReport',
      file: 'decide-report',
      trigger: { http: 'PATCH /v1/moderation/reports/{reportId}', auth: 'user' },
      unit: 'moderation',
      touches: [profiles, ...actsAndChain, reports],
      impact: 'Moderators cannot take or decide a report.',
    },
    {
      name: 'endRoomAsModerator',
      file: 'end-room-as-moderator',
      trigger: { http: 'POST /v1/moderation/rooms/{roomId}/end', auth: 'user' },
      unit: 'moderation-acts',
      touches: [profiles, ...actsAndChain, roomWrites, hostClaims, { audio: ['DeleteMeeting'] }],
      impact: 'Moderators cannot end a room: it stays open and audible.',
    },
    {
      name: 'stripRole',
      file: 'strip-role',
      trigger: { http: 'DELETE /v1/moderation/rooms/{roomId}/stage/{userId}', auth: 'user' },
      unit: 'moderation-acts',
      touches: [profiles, ...actsAndChain, roomWrites, { audio: ['DeleteAttendee'] }],
      impact: 'Moderators cannot take the microphone from anybody.',
    },
    {
      name: 'suspendUser',
      file: 'suspend-user',
      trigger: { http: 'PUT /v1/moderation/users/{userId}/suspension', auth: 'user' },
      unit: 'moderation-acts',
      touches: [
        profileWrites,
        ...actsAndChain,
        roomWrites,
        hostClaims,
        { table: 'rooms', prefix: 'ROOM#', may: ['update', 'check'] },
        { table: 'rooms', prefix: 'WORK#', may: ['put', 'update', 'delete'] },
        { audio: ['DeleteMeeting', 'DeleteAttendee'] },
      ],
      impact: 'Nobody can be suspended: whoever does harm goes on.',
    },
    {
      name: 'liftSuspension',
      file: 'lift-suspension',
      trigger: { http: 'DELETE /v1/moderation/users/{userId}/suspension', auth: 'user' },
      unit: 'moderation',
      touches: [profileWrites, ...actsAndChain],
      impact: 'Suspensions cannot be lifted.',
    },
    {
      name: 'grantHosting',
      file: 'grant-hosting',
      trigger: { http: 'PUT /v1/moderation/users/{userId}/hosting-grant', auth: 'user' },
      unit: 'moderation',
      touches: [profileWrites, ...actsAndChain],
      impact: 'Nobody can be let host whatever the counts say.',
    },
    {
      name: 'withdrawGrant',
      file: 'withdraw-grant',
      trigger: { http: 'DELETE /v1/moderation/users/{userId}/hosting-grant', auth: 'user' },
      unit: 'moderation',
      touches: [profileWrites, ...actsAndChain],
      impact: 'Leave to host cannot be taken back.',
    },
    {
      name: 'listAudit',
      file: 'list-audit',
      trigger: { http: 'GET /v1/moderation/audit', auth: 'user' },
      unit: 'moderation',
      touches: [
        profiles,
        { table: 'social', prefix: 'CHAIN#', may: ['get'] },
        { table: 'social', prefix: 'AUDIT#', may: ['get', 'query'] },
      ],
      impact: 'Moderators do not see what was done, and by whom.',
    },
  ],
};
