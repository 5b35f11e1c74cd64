import type { FeatureManifest, Touch } from '../runtime/manifest.ts';

const roomWrites: Touch = { table: 'rooms', prefix: 'ROOM#', may: ['get', 'put'] };
/** Whoever calls is read, and made when seen for the first time. */
const caller: readonly Touch[] = [
  { table: 'social', prefix: 'USER#', may: ['get', 'put'] },
  { table: 'social', prefix: 'HANDLE#', may: ['put'] },
  { table: 'social', prefix: 'COUNT#', may: ['get'] },
];
const transcription: Touch = { audio: ['StartMeetingTranscription', 'StopMeetingTranscription'] };

export const manifest: FeatureManifest = {
  feature: 'conversation',
  operations: [
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
