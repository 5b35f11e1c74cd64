import { directionsOf } from './laws/import-directions.ts';
import { prove } from './prove.ts';

const importing = (path: string, ...specifiers: string[]) => ({
  [path]: specifiers.map((specifier) => `import { x } from '${specifier}';`).join('\n'),
});

prove('domain stands on nothing', directionsOf('domain'), {
  breaks: {
    'the clock of Node in the domain': { files: importing('domain/room.ts', 'node:crypto'), at: ['domain/room.ts:1'] },
    'an adapter in the domain': { files: importing('domain/room.ts', '../adapters/bus.ts'), at: ['domain/room.ts:1'] },
    'a library in the domain': { files: importing('domain/room.ts', './ids.ts', 'zod'), at: ['domain/room.ts:2'] },
    'an adapter named as a type': {
      files: { 'domain/room.ts': "import type { Wiring } from '../adapters/wiring.ts';" },
      at: ['domain/room.ts:1'],
    },
    'a re-export, an awaited import and a require': {
      files: {
        'domain/room.ts':
          "export { x } from '../lib/x.ts';\nawait import('../lib/y.ts');\nrequire('zod');\nimport(name);",
      },
      at: ['domain/room.ts:1', 'domain/room.ts:2', 'domain/room.ts:3', 'domain/room.ts:4'],
    },
  },
  keeps: {
    'a domain module that uses another': importing('domain/admission.ts', './room.ts', './ticket.ts'),
    'the word import in a comment or a string': {
      'domain/room.ts': "// import '../adapters/bus.ts'\nconst x = \"import 'zod'\";",
    },
  },
});

prove('each adapter wraps its own library', directionsOf('adapters'), {
  breaks: {
    'the table client in the audio adapter': {
      files: importing('adapters/audio.ts', '@aws-sdk/client-dynamodb'),
      at: ['adapters/audio.ts:1'],
    },
    'an operation in an adapter': {
      files: importing('adapters/bus.ts', '../functions/runtime/context.ts'),
      at: ['adapters/bus.ts:1'],
    },
    'a schema library in an adapter': { files: importing('adapters/bus.ts', 'zod/mini'), at: ['adapters/bus.ts:1'] },
    'a package whose name only begins alike': {
      files: importing('adapters/dynamodb/rooms.ts', '@aws-sdk/client-dynamodb-streams'),
      at: ['adapters/dynamodb/rooms.ts:1'],
    },
  },
  keeps: {
    'table code with its SDK, the domain and a neighbour': importing(
      'adapters/dynamodb/rooms.ts',
      '@aws-sdk/client-dynamodb',
      '@aws-sdk/util-dynamodb',
      '../../domain/room.ts',
      '../wiring.ts',
      'node:crypto',
    ),
    'payments with Stripe': importing('adapters/payments/checkout.ts', 'stripe'),
  },
});

prove('features know the core and not each other', directionsOf('functions'), {
  breaks: {
    'a sideways import between features': {
      files: importing('functions/rooms/join-room.ts', '../people/read-me.ts'),
      at: ['functions/rooms/join-room.ts:1'],
    },
    'a sideways import of a type': {
      files: { 'functions/rooms/join-room.ts': "import { type Me } from '../people/read-me.ts';" },
      at: ['functions/rooms/join-room.ts:1'],
    },
    'full zod, which breaks the size budget': {
      files: importing('functions/rooms/join-room.ts', 'zod'),
      at: ['functions/rooms/join-room.ts:1'],
    },
    'powertools outside the runtime': {
      files: importing('functions/rooms/join-room.ts', '@aws-lambda-powertools/logger'),
      at: ['functions/rooms/join-room.ts:1'],
    },
    'a tool in an operation': {
      files: importing('functions/rooms/join-room.ts', '../../tools/cost.ts'),
      at: ['functions/rooms/join-room.ts:1'],
    },
    'a feature in the runtime': {
      files: importing('functions/runtime/http.ts', '../rooms/join-room.ts'),
      at: ['functions/runtime/http.ts:1'],
    },
    'a shared step in the runtime': {
      files: importing('functions/runtime/http.ts', '../steps/leaving.ts'),
      at: ['functions/runtime/http.ts:1'],
    },
    'an operation in a shared step': {
      files: importing('functions/steps/leaving.ts', '../rooms/leave-room.ts'),
      at: ['functions/steps/leaving.ts:1'],
    },
    'powertools in a shared step': {
      files: importing('functions/steps/leaving.ts', '@aws-lambda-powertools/logger'),
      at: ['functions/steps/leaving.ts:1'],
    },
    'handler code in the joined manifest': {
      files: importing('functions/manifest.ts', './rooms/manifest.ts', './rooms/join-room.ts'),
      at: ['functions/manifest.ts:2'],
    },
  },
  keeps: {
    'an operation with its core': importing(
      'functions/rooms/join-room.ts',
      '../../domain/admission.ts',
      '../../adapters/dynamodb/rooms.ts',
      '../runtime/http.ts',
      '../steps/leaving.ts',
      'zod/mini',
    ),
    'a shared step with another': importing(
      'functions/steps/leaving.ts',
      '../../domain/stage.ts',
      '../../adapters/dynamodb/rooms.ts',
      '../runtime/context.ts',
      './room-change.ts',
    ),
    'the runtime with powertools and middy': importing(
      'functions/runtime/http.ts',
      '@aws-lambda-powertools/logger',
      '@middy/core',
      'node:crypto',
    ),
    'types of a package, which leave nothing behind': {
      'functions/runtime/http.ts': "import type { APIGatewayProxyEventV2 } from 'aws-lambda';",
    },
  },
});
