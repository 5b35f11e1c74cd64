import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { manifestEntries } from './laws/manifest-entries.ts';
import { manifestMatchesFiles } from './laws/manifest-matches-files.ts';
import { operationFiles } from './laws/operation-files.ts';
import { prove } from './prove.ts';
import { entriesOf } from './reading/manifest-entries.ts';
import { toList, toRecord, toText } from './reading/records.ts';
import { realTree, root } from './reading/source-tree.ts';

const join = `{ name: 'joinRoom', file: 'join-room', trigger: { http: 'POST /v1/x', auth: 'user' }, impact: 'Nobody can join a room.' }`;
const manifestOf = (...entries: string[]) =>
  `export const rooms = {\n  feature: 'rooms',\n  operations: [\n${entries.map((each) => `    ${each},`).join('\n')}\n  ],\n} as const satisfies FeatureManifest;`;
const path = 'functions/rooms/join-room.ts';
const operation = (text: string) => ({ 'functions/rooms/manifest.ts': manifestOf(join), [path]: text });

prove('an operation reads aloud', operationFiles, {
  breaks: {
    'environment, parsing, try, console and an SDK': {
      files: operation(
        [
          "import { PutItemCommand } from '@aws-sdk/client-dynamodb';",
          'const table = process.env.TABLE;',
          'const body = JSON.parse(event.body);',
          'try { f(); } catch {}',
          'console.log(body);',
          'f().catch(g);',
        ].join('\n'),
      ),
      at: [1, 2, 3, 4, 5, 6].map((line) => `${path}:${line}`),
    },
    'status codes': {
      files: operation('const a = { statusCode };\nconst b = { status: 404 };'),
      at: [`${path}:1`, `${path}:2`],
    },
  },
  keeps: {
    'the five beats, and a status that is a word': operation(
      "const room = await context.rooms.find(id);\nconst next = { ...room, status: 'live' };\nconst c = room.process;\n// try { console.log(process.env) }",
    ),
    'the same words in the runtime': {
      'functions/runtime/http.ts': 'try { JSON.parse(x) } catch { console.log({ statusCode: 500 }) }',
    },
  },
});

const joined = {
  'functions/manifest.ts': "import { rooms } from './rooms/manifest.ts';\nexport const features = [rooms];",
};

prove('manifest and files match one to one', manifestMatchesFiles, {
  breaks: {
    'an entry without a file': {
      files: { ...joined, 'functions/rooms/manifest.ts': manifestOf(join) },
      at: ['functions/rooms/manifest.ts:4'],
    },
    'a file without an entry': {
      files: {
        ...joined,
        ...operation(''),
        'functions/rooms/seats.ts': '',
        'functions/rooms/parts/x.ts': '',
        'functions/lost/y.ts': '',
      },
      at: ['functions/rooms/seats.ts:0', 'functions/rooms/parts/x.ts:0', 'functions/lost/y.ts:0'],
    },
    'two entries of one file': {
      files: {
        ...joined,
        [path]: '',
        'functions/rooms/manifest.ts': manifestOf(join, join.replace('joinRoom', 'joinAgain')),
      },
      at: ['functions/rooms/manifest.ts:5'],
    },
    'two entries of one name': {
      files: {
        ...joined,
        [path]: '',
        'functions/rooms/leave-room.ts': '',
        'functions/rooms/manifest.ts': manifestOf(join, join.replace('join-room', 'leave-room')),
      },
      at: ['functions/rooms/manifest.ts:5'],
    },
    'an entry that is computed': {
      files: { ...joined, 'functions/rooms/manifest.ts': manifestOf("route('joinRoom')") },
      at: ['functions/rooms/manifest.ts:4'],
    },
    'a list that is computed': {
      files: { ...joined, 'functions/rooms/manifest.ts': 'export const rooms = { operations: all.map(route) };' },
      at: ['functions/rooms/manifest.ts:0'],
    },
    'a manifest that nobody joins': {
      files: { ...operation(''), 'functions/manifest.ts': 'export const features = [];' },
      at: ['functions/rooms/manifest.ts:0', 'functions/manifest.ts:0'],
    },
  },
  keeps: {
    'one entry per file': {
      ...joined,
      ...operation(''),
      'functions/runtime/http.ts': '',
      'functions/runtime/manifest.ts': '',
    },
    'entries with a part shared by name': {
      ...joined,
      [path]: '',
      'functions/rooms/manifest.ts': `const operations = [{ ...shared, file: 'join-room' }];\nconst shared = { name: 'joinRoom' };\nexport const rooms = { operations };`,
    },
  },
});

const entry = (from: string, to: string) => ({ 'functions/rooms/manifest.ts': manifestOf(join.replace(from, to)) });
const place = ['functions/rooms/manifest.ts:4'];

prove('every entry answers for itself', manifestEntries, {
  breaks: {
    'a route without a word on auth': { files: entry(", auth: 'user'", ''), at: place },
    'a public route without a reason': { files: entry("'user'", "{ none: '' }"), at: place },
    'a reason of one word': { files: entry("'user'", "{ none: 'public' }"), at: place },
    'no impact': { files: entry("'Nobody can join a room.'", "''"), at: place },
    'an impact that is no sentence': { files: entry("'Nobody can join a room.'", "'broken joins'"), at: place },
    'no trigger': { files: entry("trigger: { http: 'POST /v1/x', auth: 'user' }, ", ''), at: place },
  },
  keeps: {
    'a route with user auth': entry('', ''),
    'a public route with its reason': entry("'user'", "{ none: 'The share page is for people who are not signed in' }"),
    'a worker': entry("http: 'POST /v1/x', auth: 'user'", "queue: 'timers'"),
  },
});

const manifest = `${root}functions/manifest.ts`;

test.runIf(existsSync(manifest))('the entries read here are those the stacks deploy', async () => {
  const loaded: unknown = await import(manifest);
  const deployed = toList(toRecord(loaded)['units']).flatMap((unit) => toList(toRecord(unit)['operations']));
  const names = deployed.map((operation) => toText(toRecord(operation)['name']));
  const read = entriesOf(realTree()).map(({ name }) => name);
  expect(names.sort()).toEqual(read.sort());
});
