import type { FeatureManifest, Touch } from '../runtime/manifest.ts';

const profile: Touch = { table: 'social', prefix: 'USER#', may: ['get', 'put', 'update', 'check'] };
const handle: Touch = { table: 'social', prefix: 'HANDLE#', may: ['get', 'put', 'delete'] };
const counts: Touch = { table: 'social', prefix: 'COUNT#', may: ['get', 'update'] };
const edges: Touch = { table: 'social', prefix: 'FOLLOW#', may: ['get', 'put', 'delete'] };
const blocks: Touch = { table: 'social', prefix: 'BLOCK#', may: ['get'] };
const profiles: Touch = { table: 'social', prefix: 'USER#', may: ['get'] };

export const manifest: FeatureManifest = {
  feature: 'people',
  operations: [
    {
      name: 'getMe',
      file: 'get-me',
      trigger: { http: 'GET /v1/me', auth: 'user' },
      unit: 'people',
      touches: [profile, handle, counts],
      impact: 'People cannot sign in to the app: their own profile does not load.',
    },
    {
      name: 'updateMe',
      file: 'update-me',
      trigger: { http: 'PATCH /v1/me', auth: 'user' },
      unit: 'people',
      touches: [profile, handle, counts],
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
      touches: [profiles, handle, counts],
      impact: 'People are not found by their handle.',
    },
    {
      name: 'followUser',
      file: 'follow-user',
      trigger: { http: 'PUT /v1/me/following/{userId}', auth: 'user' },
      unit: 'people',
      touches: [profile, edges, blocks, counts, handle],
      impact: 'People cannot follow anybody.',
    },
    {
      name: 'unfollowUser',
      file: 'unfollow-user',
      trigger: { http: 'DELETE /v1/me/following/{userId}', auth: 'user' },
      unit: 'people',
      touches: [profile, edges, counts, handle],
      impact: 'People cannot stop following anybody.',
    },
    {
      name: 'getHostingVerdict',
      file: 'get-hosting-verdict',
      trigger: { http: 'GET /v1/me/hosting-verdict', auth: 'user' },
      unit: 'people',
      touches: [profile, handle, counts],
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
