import { directionsOf } from './laws/import-directions.ts';
import { prove } from './prove.ts';

const importing = (path: string, ...specifiers: string[]) => ({
  [path]: specifiers.map((specifier) => `import { x } from '${specifier}';`).join('\n'),
});

prove('stacks read manifests and never handler code', directionsOf('lib'), {
  breaks: {
    'an operation in a stack': {
      files: importing('lib/stacks/api.ts', '../../functions/rooms/join-room.ts'),
      at: ['lib/stacks/api.ts:1'],
    },
    'the runtime in a stack': {
      files: importing('lib/stacks/api.ts', '../../functions/runtime/config.ts'),
      at: ['lib/stacks/api.ts:1'],
    },
    'a domain module other than the policy': {
      files: importing('lib/stacks/api.ts', '../../domain/room.ts'),
      at: ['lib/stacks/api.ts:1'],
    },
    'an adapter, a tool and a bundler': {
      files: importing('lib/stacks/api.ts', '../../adapters/bus.ts', '../../tools/bundle.ts', 'esbuild'),
      at: ['lib/stacks/api.ts:1', 'lib/stacks/api.ts:2', 'lib/stacks/api.ts:3'],
    },
  },
  keeps: {
    'a stack with its manifests and the policy': importing(
      'lib/stacks/api.ts',
      '../../functions/manifest.ts',
      '../../functions/rooms/manifest.ts',
      '../../domain/policy.ts',
      '../constructs/room-function.ts',
      'aws-cdk-lib/aws-lambda',
      'constructs',
      'cdk-nag',
      'node:path',
    ),
    'the shape of a manifest as a type': {
      'lib/stacks/api.ts': "import type { Trigger } from '../../functions/runtime/manifest.ts';",
    },
  },
});

prove('the embedded cloud knows nothing of ours', directionsOf('local'), {
  breaks: {
    'the manifest in a stand-in': {
      files: importing('local/gateway/routes.ts', '../../functions/manifest.ts'),
      at: ['local/gateway/routes.ts:1'],
    },
    'a domain type in a stand-in': {
      files: { 'local/audio/seat.ts': "import type { Room } from '../../domain/room.ts';" },
      at: ['local/audio/seat.ts:1'],
    },
    'the bundler, a tool and an SDK': {
      files: importing('local/start.ts', 'esbuild', '../tools/bundle.ts', '@aws-sdk/client-dynamodb'),
      at: ['local/start.ts:1', 'local/start.ts:2', 'local/start.ts:3'],
    },
  },
  keeps: {
    'the libraries of the stand-ins': importing(
      'local/start.ts',
      './cloud.ts',
      'node:http',
      'oidc-provider',
      'ws',
      'werift',
      '@evan/opus',
      'amazon-chime-sdk-js/build/signalingprotocol/SignalingProtocol.js',
      'jose',
      'zod',
    ),
    'a bundle loaded by a computed path': { 'local/runner/worker.ts': 'await import(url);' },
  },
});

prove('entry points, the page and the tools', directionsOf('', 'bin', 'web', 'tools', 'test'), {
  breaks: {
    'domain rules and benchmarks in bin': {
      files: importing('bin/rostrum.ts', '../domain/room.ts', '../tools/bench.ts', 'esbuild'),
      at: ['bin/rostrum.ts:1', 'bin/rostrum.ts:2', 'bin/rostrum.ts:3'],
    },
    'a domain module in the page': {
      files: importing('web/src/room.tsx', '../../domain/room.ts'),
      at: ['web/src/room.tsx:1'],
    },
    'an SDK in the page': {
      files: importing('web/src/room.tsx', '@aws-sdk/client-chime-sdk-meetings'),
      at: ['web/src/room.tsx:1'],
    },
    'a tool in a config file': { files: importing('vitest.config.ts', './tools/cost.ts'), at: ['vitest.config.ts:1'] },
  },
  keeps: {
    'bin with what it joins': importing(
      'bin/rostrum.ts',
      '../lib/stacks/api.ts',
      '../tools/bundle.ts',
      '../functions/manifest.ts',
      '../domain/policy.ts',
      'aws-cdk-lib',
      'cdk-nag',
      'node:fs',
    ),
    'the page with its client libraries': importing(
      'web/src/room.tsx',
      './api.ts',
      'react',
      'react-dom/client',
      'amazon-chime-sdk-js',
      'oidc-client-ts',
      'openapi-fetch',
    ),
    'tests and tools, which may import anything': {
      ...importing('test/flows/join.test.ts', '../../tools/bundle.ts', '../../local/cloud.ts', 'vitest'),
      ...importing('tools/print-openapi.ts', '../functions/rooms/join-room.ts', 'zod-openapi', 'esbuild'),
    },
  },
});
