import type { FeatureManifest } from '../runtime/manifest.ts';

export const manifest: FeatureManifest = {
  feature: 'platform',
  operations: [
    {
      name: 'getConfig',
      file: 'get-config',
      trigger: { http: 'GET /v1/config', auth: { none: 'Frontends need it before anybody has signed in.' } },
      unit: 'platform',
      touches: [],
      impact: 'Frontends cannot start: they are not told the limits and where to sign in.',
    },
    {
      name: 'getHealth',
      file: 'get-health',
      trigger: { http: 'GET /healthz', auth: { none: 'Probes carry no token, and it says nothing about anybody.' } },
      unit: 'platform',
      touches: [],
      impact: 'Probes report the service as down.',
    },
    {
      name: 'getOpenapi',
      file: 'get-openapi',
      trigger: { http: 'GET /openapi.json', auth: { none: 'The contract is public.' } },
      unit: 'platform',
      touches: [],
      impact: 'Tools that read the contract do not load it.',
    },
    {
      name: 'showSharePage',
      file: 'show-share-page',
      trigger: {
        http: 'GET /r/{roomId}',
        auth: { none: 'Links are opened, and their cards fetched, by people without an account.' },
      },
      unit: 'pages',
      touches: [
        { table: 'rooms', prefix: 'ROOM#', may: ['get'] },
        { table: 'social', prefix: 'USER#', may: ['get'] },
      ],
      impact: 'Shared links to rooms do not open.',
    },
  ],
};
