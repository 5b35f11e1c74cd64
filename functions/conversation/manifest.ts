import type { FeatureManifest, Touch } from '../runtime/manifest.ts';

const roomWrites: Touch = { table: 'rooms', prefix: 'ROOM#', may: ['get', 'put'] };
/** Whoever calls is read, and made when seen for the first time. */
const caller: readonly Touch[] = [
  { table: 'social', prefix: 'USER#', may: ['get', 'put'] },
  { table: 'social', prefix: 'HANDLE#', may: ['put'] },
  { table: 'social', prefix: 'COUNT#', may: ['get'] },
];
const roomReads: Touch = { table: 'rooms', prefix: 'ROOM#', may: ['get'] };
/** What the operator has turned off. */
const switches: Touch = { table: 'rooms', prefix: 'SWITCHES#', may: ['get'] };
/** Whoever takes part was seen when they came in. */
const profiles: Touch = { table: 'social', prefix: 'USER#', may: ['get'] };
const keyedResults: Touch = { table: 'social', prefix: 'IDEM#', may: ['get', 'put'] };
/** How the caller stands to a room: follower, blocked, holder of a ticket. */
const standing: readonly Touch[] = [
  profiles,
  { table: 'social', prefix: 'FOLLOW#', may: ['get'] },
  { table: 'social', prefix: 'BLOCK#', may: ['get'] },
  { table: 'commerce', prefix: 'TICKET#', may: ['get'] },
];
const transcription: Touch = { audio: ['StartMeetingTranscription', 'StopMeetingTranscription'] };

export const manifest: FeatureManifest = {
  feature: 'conversation',
  operations: [
    {
      name: 'sendReaction',
      file: 'send-reaction',
      trigger: { http: 'POST /v1/rooms/{roomId}/reactions', auth: 'user' },
      unit: 'conversation',
      touches: [{ table: 'rooms', prefix: 'ROOM#', may: ['get', 'update'] }, switches, profiles],
      impact: 'People cannot react to what they hear.',
    },
    {
      name: 'postMessage',
      file: 'post-message',
      trigger: { http: 'POST /v1/rooms/{roomId}/chat', auth: 'user' },
      status: 201,
      unit: 'conversation',
      touches: [roomWrites, switches, profiles, keyedResults],
      impact: 'Nobody can write in the chat.',
    },
    {
      name: 'listMessages',
      file: 'list-messages',
      trigger: { http: 'GET /v1/rooms/{roomId}/chat', auth: 'user' },
      unit: 'conversation',
      touches: [{ table: 'rooms', prefix: 'ROOM#', may: ['get', 'query'] }, profiles],
      impact: 'Whoever comes in does not see what was written before.',
    },
    {
      name: 'deleteMessage',
      file: 'delete-message',
      trigger: { http: 'DELETE /v1/rooms/{roomId}/chat/{messageId}', auth: 'user' },
      unit: 'conversation',
      touches: [{ table: 'rooms', prefix: 'ROOM#', may: ['get', 'update'] }, profiles],
      impact: 'Hosts and moderators cannot take abuse out of the chat.',
    },
    {
      name: 'changeChatSettings',
      file: 'change-chat-settings',
      trigger: { http: 'PUT /v1/rooms/{roomId}/chat-settings', auth: 'user' },
      unit: 'conversation',
      touches: [roomWrites, profiles],
      impact: 'Hosts cannot slow the chat down or turn it off.',
    },
    {
      name: 'addPin',
      file: 'add-pin',
      trigger: { http: 'POST /v1/rooms/{roomId}/pins', auth: 'user' },
      status: 201,
      unit: 'conversation',
      touches: [roomWrites, profiles, keyedResults],
      impact: 'The stage cannot show links.',
    },
    {
      name: 'removePin',
      file: 'remove-pin',
      trigger: { http: 'DELETE /v1/rooms/{roomId}/pins/{pinId}', auth: 'user' },
      unit: 'conversation',
      touches: [roomWrites, profiles],
      impact: 'Links that should be gone stay in front of everybody.',
    },
    {
      name: 'shareRoom',
      file: 'share-room',
      trigger: { http: 'POST /v1/rooms/{roomId}/shares', auth: 'user' },
      unit: 'conversation',
      touches: [roomReads, ...standing, { table: 'social', prefix: 'USER#', may: ['put'] }],
      impact: 'Rooms cannot be shared with followers.',
    },
    {
      name: 'getShare',
      file: 'get-share',
      trigger: {
        http: 'GET /v1/rooms/{roomId}/share',
        auth: { none: 'Whoever may see a room may pass its link on; a token, if sent, is verified in the function.' },
      },
      unit: 'conversation',
      touches: [roomReads, ...standing],
      impact: 'Frontends have no link and no card to pass on.',
    },
    {
      name: 'setCaptions',
      file: 'set-captions',
      trigger: { http: 'PUT /v1/rooms/{roomId}/captions', auth: 'user' },
      unit: 'captions',
      touches: [roomWrites, ...caller, transcription],
      impact: 'Captions cannot be turned on or off.',
    },
    {
      name: 'consentToCaptions',
      file: 'consent-to-captions',
      trigger: { http: 'PUT /v1/rooms/{roomId}/captions/consent', auth: 'user' },
      unit: 'captions',
      touches: [roomWrites, ...caller, transcription],
      impact: 'Nobody on stage can agree to captions, or take that back: they are written down against their will.',
    },
  ],
};
