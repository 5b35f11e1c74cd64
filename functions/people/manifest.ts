import type { FeatureManifest, Touch } from '../runtime/manifest.ts';

const profiles: Touch = { table: 'social', prefix: 'USER#', may: ['get'] };
const counts: Touch = { table: 'social', prefix: 'COUNT#', may: ['get'] };
/** Whoever calls is read, and made when seen for the first time. */
const caller: readonly Touch[] = [
  { table: 'social', prefix: 'USER#', may: ['get', 'put'] },
  { table: 'social', prefix: 'HANDLE#', may: ['put'] },
  counts,
];
/** How many follow, and how many are followed. */
const counting: readonly Touch[] = [
  { table: 'social', prefix: 'COUNT#', may: ['update'] },
  { table: 'social', prefix: 'USER#', may: ['update'] },
];

export const manifest: FeatureManifest = {
  feature: 'people',
  operations: [
    {
      name: 'getMe',
      file: 'get-me',
      trigger: { http: 'GET /v1/me', auth: 'user' },
      unit: 'people',
      touches: caller,
      impact: 'People cannot sign in to the app: their own profile does not load.',
    },
    {
      name: 'updateMe',
      file: 'update-me',
      trigger: { http: 'PATCH /v1/me', auth: 'user' },
      unit: 'people',
      touches: [...caller, { table: 'social', prefix: 'HANDLE#', may: ['delete'] }],
      impact: 'People cannot change their profile.',
    },
    {
      name: 'getUser',
      file: 'get-user',
      trigger: { http: 'GET /v1/users/{userId}', auth: 'user' },
      unit: 'people',
      touches: [profiles, counts],
      impact: 'Profiles of other people do not load.',
    },
    {
      name: 'getUserByHandle',
      file: 'get-user-by-handle',
      trigger: { http: 'GET /v1/users/by/handle/{handle}', auth: 'user' },
      unit: 'people',
      touches: [profiles, counts, { table: 'social', prefix: 'HANDLE#', may: ['get'] }],
      impact: 'People are not found by their handle.',
    },
    {
      name: 'followUser',
      file: 'follow-user',
      trigger: { http: 'PUT /v1/me/following/{userId}', auth: 'user' },
      unit: 'people',
      touches: [
        ...caller,
        ...counting,
        { table: 'social', prefix: 'FOLLOW#', may: ['get', 'put'] },
        { table: 'social', prefix: 'BLOCK#', may: ['get', 'check'] },
      ],
      impact: 'People cannot follow anybody.',
    },
    {
      name: 'unfollowUser',
      file: 'unfollow-user',
      trigger: { http: 'DELETE /v1/me/following/{userId}', auth: 'user' },
      unit: 'people',
      touches: [...caller, ...counting, { table: 'social', prefix: 'FOLLOW#', may: ['delete'] }],
      impact: 'People cannot stop following anybody.',
    },
    {
      name: 'getHostingVerdict',
      file: 'get-hosting-verdict',
      trigger: { http: 'GET /v1/me/hosting-verdict', auth: 'user' },
      unit: 'people',
      touches: caller,
      impact: 'People are not told why they can or cannot host.',
    },
    {
      name: 'recordFollowerFacts',
      file: 'record-follower-facts',
      trigger: { events: ['follower.facts'], source: 'rostrum.app' },
      unit: 'people-facts',
      touches: [{ table: 'social', prefix: 'USER#', may: ['get', 'update'] }],
      impact:
        'Follower counts pushed by the surrounding app do not arrive; hosts are refused once the old ones are stale.',
    },
    {
      name: 'recordAccountFacts',
      file: 'record-account-facts',
      trigger: { events: ['account.facts'], source: 'rostrum.app' },
      unit: 'people-facts',
      touches: [{ table: 'social', prefix: 'USER#', may: ['get', 'update'] }],
      impact: 'Suspensions and verified addresses pushed by the surrounding app do not take effect.',
    },
  ],
};
