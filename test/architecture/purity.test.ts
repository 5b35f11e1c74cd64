import { clockAndChance } from './laws/clock-and-chance.ts';
import { domainIsPlain } from './laws/domain-is-plain.ts';
import { errorsInRuntime } from './laws/errors-in-runtime.ts';
import { oneEnvironmentReader } from './laws/one-environment-reader.ts';
import { prove } from './prove.ts';

prove('the environment has one reader', oneEnvironmentReader, {
  breaks: {
    'an adapter that reads it': {
      files: { 'adapters/bus.ts': 'const x = 1;\nconst y = process.env.BUS;' },
      at: ['adapters/bus.ts:2'],
    },
    'a stack that reads it': {
      files: { 'lib/stacks/api.ts': "const y = process['env'];" },
      at: ['lib/stacks/api.ts:1'],
    },
    'a roundabout way': {
      files: {
        'functions/rooms/join-room.ts':
          "const { env } = process;\nconst e = globalThis.process.env;\nimport { env as f } from 'node:process';",
      },
      at: ['functions/rooms/join-room.ts:1', 'functions/rooms/join-room.ts:2', 'functions/rooms/join-room.ts:3'],
    },
  },
  keeps: {
    'the reader itself, the embedded cloud and bin': {
      'functions/runtime/config.ts': 'export const settings = process.env;',
      'local/start.ts': 'const port = process.env.PORT;',
      'bin/rostrum.ts': 'const file = process.env.ROSTRUM_CONFIG;',
    },
    'other members of the process and other environments': {
      'adapters/bus.ts': 'process.getBuiltinModule("node:http");\nconst x = wiring.env; // process.env',
    },
  },
});

const chance =
  "import { randomUUID } from 'node:crypto';\nconst t = Date.now();\nconst d = new Date();\nconst r = Math.random();\nconst i = crypto.randomUUID();";

prove('clock and ids come from the context', clockAndChance, {
  breaks: {
    'a clock and four dice in an adapter': {
      files: { 'adapters/audio.ts': chance },
      at: [1, 2, 3, 4, 5].map((line) => `adapters/audio.ts:${line}`),
    },
    'a clock handed on uncalled, in an operation': {
      files: { 'functions/rooms/go-live.ts': 'export const now = Date.now;' },
      at: ['functions/rooms/go-live.ts:1'],
    },
    'other dice in the domain': {
      files: { 'domain/ids.ts': 'globalThis.crypto.getRandomValues(bytes);\nconst s = Date();' },
      at: ['domain/ids.ts:1', 'domain/ids.ts:2'],
    },
  },
  keeps: {
    'the context that makes them': { 'functions/runtime/context.ts': chance },
    'times worked out from a time given': {
      'domain/room.ts':
        'const at = new Date(now).toISOString();\nconst bytes = context.randomBytes(8);\nconst p = Date.parse(at);',
    },
  },
});

prove('only the runtime has an error of its own', errorsInRuntime, {
  breaks: {
    'a new kind of error in an adapter': {
      files: { 'adapters/bus.ts': 'export class BusError extends Error {}' },
      at: ['adapters/bus.ts:1'],
    },
    'a child of the one in the runtime': {
      files: {
        'functions/runtime/refused.ts': 'export class Refused extends Error {}',
        'functions/rooms/join-room.ts':
          "import { Refused } from '../runtime/refused.ts';\nclass Late extends Refused {}",
      },
      at: ['functions/rooms/join-room.ts:2'],
    },
  },
  keeps: {
    'the one that carries a refusal, and classes that are no errors': {
      'functions/runtime/refused.ts': 'export class Refused extends Error {}',
      'lib/stacks/api.ts': 'export class ApiStack extends Stack {}',
      'local/model.ts': 'export class WireFault extends Error {}',
    },
  },
});

prove('the domain decides in one go', domainIsPlain, {
  breaks: {
    'a class and something awaited': {
      files: { 'domain/room.ts': 'class Room {}\nexport const f = async () => {\n  await g();\n};' },
      at: ['domain/room.ts:1', 'domain/room.ts:2', 'domain/room.ts:3'],
    },
  },
  keeps: {
    'plain functions there, classes elsewhere': {
      'domain/room.ts': 'export const f = (room) => room.status;',
      'lib/stacks/api.ts': 'export class ApiStack extends Stack {}',
    },
  },
});
