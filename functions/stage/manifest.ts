import type { FeatureManifest, Touch } from '../runtime/manifest.ts';

/** Whoever calls is read, and made when seen for the first time. */
const caller: readonly Touch[] = [
  { table: 'social', prefix: 'USER#', may: ['get', 'put'] },
  { table: 'social', prefix: 'HANDLE#', may: ['put'] },
  { table: 'social', prefix: 'COUNT#', may: ['get'] },
];
const room: Touch = { table: 'rooms', prefix: 'ROOM#', may: ['get', 'put'] };
const results: Touch = { table: 'social', prefix: 'IDEM#', may: ['get', 'put'] };
/** A request, its count, and the mark at the member who asked. */
const asking: readonly Touch[] = [{ table: 'rooms', prefix: 'ROOM#', may: ['get', 'put', 'update'] }];
/** A request that is taken away, with its count and the mark. */
const taking: readonly Touch[] = [{ table: 'rooms', prefix: 'ROOM#', may: ['get', 'update', 'delete'] }];
/** Whether the host follows whoever asks. */
const standing: readonly Touch[] = [
  { table: 'social', prefix: 'FOLLOW#', may: ['get'] },
  { table: 'social', prefix: 'BLOCK#', may: ['get'] },
];
/** Captions that not everybody has agreed to stop before a microphone opens. */
const captions: Touch = { audio: ['StopMeetingTranscription'] };
/** A credential of the stage; it dies again when its person is gone by then. */
const up: readonly Touch[] = [{ audio: ['CreateAttendee', 'DeleteAttendee'] }, captions];
/** Blocks and bans are conditions of the acceptance itself. */
const invited: readonly Touch[] = [
  { table: 'rooms', prefix: 'ROOM#', may: ['get', 'put', 'update', 'check'] },
  { table: 'social', prefix: 'BLOCK#', may: ['check'] },
];
/** The claim to host goes with the room. */
const claims: Touch = { table: 'social', prefix: 'USER#', may: ['delete'] };
const removal: readonly Touch[] = [
  { table: 'rooms', prefix: 'ROOM#', may: ['get', 'put', 'update', 'check'] },
  { table: 'rooms', prefix: 'WORK#', may: ['put', 'update', 'delete'] },
  { audio: ['DeleteAttendee'] },
];

export const manifest: FeatureManifest = {
  feature: 'stage',
  operations: [
    {
      name: 'askToSpeak',
      file: 'ask-to-speak',
      trigger: { http: 'POST /v1/rooms/{roomId}/requests', auth: 'user' },
      status: 201,
      unit: 'requests',
      touches: [...caller, ...asking, ...standing, results],
      impact: 'Listeners cannot ask to speak.',
    },
    {
      name: 'withdrawRequest',
      file: 'withdraw-request',
      trigger: { http: 'DELETE /v1/rooms/{roomId}/requests/me', auth: 'user' },
      unit: 'requests',
      touches: [...caller, ...taking],
      impact: 'Listeners cannot take their request to speak back.',
    },
    {
      name: 'listRequests',
      file: 'list-requests',
      trigger: { http: 'GET /v1/rooms/{roomId}/requests', auth: 'user' },
      unit: 'requests',
      touches: [...caller, { table: 'rooms', prefix: 'ROOM#', may: ['get', 'query'] }],
      impact: 'Hosts do not see who asks to speak.',
    },
    {
      name: 'acceptRequest',
      file: 'accept-request',
      trigger: { http: 'POST /v1/rooms/{roomId}/requests/{userId}/accept', auth: 'user' },
      unit: 'requests',
      touches: [...caller, ...taking, room, ...up],
      impact: 'Nobody new comes on stage.',
    },
    {
      name: 'declineRequest',
      file: 'decline-request',
      trigger: { http: 'POST /v1/rooms/{roomId}/requests/{userId}/decline', auth: 'user' },
      unit: 'requests',
      touches: [...caller, ...taking],
      impact: 'Hosts cannot decline requests to speak.',
    },
    {
      name: 'invitePerson',
      file: 'invite-person',
      trigger: { http: 'POST /v1/rooms/{roomId}/invitations', auth: 'user' },
      status: 201,
      unit: 'requests',
      touches: [...caller, { table: 'rooms', prefix: 'ROOM#', may: ['get', 'put'] }, results],
      impact: 'Hosts cannot invite anybody.',
    },
    {
      name: 'acceptInvitation',
      file: 'accept-invitation',
      trigger: { http: 'POST /v1/rooms/{roomId}/invitations/me/accept', auth: 'user' },
      unit: 'requests',
      touches: [...caller, ...invited, ...up],
      impact: 'Invited people cannot come on stage.',
    },
    {
      name: 'declineInvitation',
      file: 'decline-invitation',
      trigger: { http: 'POST /v1/rooms/{roomId}/invitations/me/decline', auth: 'user' },
      unit: 'requests',
      touches: [...caller, { table: 'rooms', prefix: 'ROOM#', may: ['get', 'delete'] }],
      impact: 'Invited people cannot decline.',
    },
    {
      name: 'withdrawInvitation',
      file: 'withdraw-invitation',
      trigger: { http: 'DELETE /v1/rooms/{roomId}/invitations/{userId}', auth: 'user' },
      unit: 'requests',
      touches: [...caller, { table: 'rooms', prefix: 'ROOM#', may: ['get', 'delete'] }],
      impact: 'Hosts cannot take an invitation back.',
    },
    {
      name: 'leaveStage',
      file: 'leave-stage',
      trigger: { http: 'DELETE /v1/rooms/{roomId}/stage/{userId}', auth: 'user' },
      unit: 'stage',
      touches: [...caller, room, { audio: ['DeleteAttendee'] }],
      impact: 'Nobody can be put off the stage, or step down: whoever speaks goes on speaking.',
    },
    {
      name: 'mutePerson',
      file: 'mute-person',
      trigger: { http: 'PUT /v1/rooms/{roomId}/stage/{userId}/mute', auth: 'user' },
      unit: 'stage',
      touches: [...caller, room, captions, { audio: ['UpdateAttendeeCapabilities'] }],
      impact: 'Hosts cannot mute anybody.',
    },
    {
      name: 'muteAll',
      file: 'mute-all',
      trigger: { http: 'PUT /v1/rooms/{roomId}/mute-all', auth: 'user' },
      unit: 'stage',
      touches: [
        ...caller,
        room,
        captions,
        {
          audio: ['BatchUpdateAttendeeCapabilitiesExcept', 'ListAttendees', 'UpdateAttendeeCapabilities'],
        },
      ],
      impact: 'Hosts cannot mute the stage.',
    },
    {
      name: 'raiseHand',
      file: 'raise-hand',
      trigger: { http: 'PUT /v1/rooms/{roomId}/hand', auth: 'user' },
      unit: 'stage',
      touches: [...caller, room],
      impact: 'People on stage cannot raise a hand.',
    },
    {
      name: 'handOver',
      file: 'hand-over',
      trigger: { http: 'PUT /v1/rooms/{roomId}/host', auth: 'user' },
      unit: 'stage',
      touches: [...caller, room, claims, captions, { audio: ['UpdateAttendeeCapabilities'] }],
      impact: 'Hosts cannot hand their room over.',
    },
    {
      name: 'removePerson',
      file: 'remove-person',
      trigger: { http: 'DELETE /v1/rooms/{roomId}/people/{userId}', auth: 'user' },
      unit: 'stage',
      touches: [...caller, ...removal],
      impact: 'Hosts cannot remove anybody from their room.',
    },
    {
      name: 'listBans',
      file: 'list-bans',
      trigger: { http: 'GET /v1/rooms/{roomId}/bans', auth: 'user' },
      unit: 'stage',
      touches: [...caller, { table: 'rooms', prefix: 'ROOM#', may: ['get', 'query'] }],
      impact: 'Hosts do not see whom they removed.',
    },
    {
      name: 'liftBan',
      file: 'lift-ban',
      trigger: { http: 'DELETE /v1/rooms/{roomId}/bans/{userId}', auth: 'user' },
      unit: 'stage',
      touches: [...caller, { table: 'rooms', prefix: 'ROOM#', may: ['get', 'update', 'delete'] }],
      impact: 'Hosts cannot let anybody back in.',
    },
  ],
};
