import { fileLengths, functionLengths, medians } from './laws/budgets.ts';
import { commentShare } from './laws/comment-share.ts';
import { prove } from './prove.ts';

const lines = (count: number) => 'x;\n'.repeat(count);
const functionOf = (count: number, head = 'function f() {') => `${head}\n${lines(count - 2)}}\n`;
const manifest = "export const rooms = { operations: [{ name: 'joinRoom', file: 'join-room' }] };";

prove('files stay small', fileLengths, {
  breaks: {
    'one line too many, for each kind of file': {
      files: {
        'functions/manifest.ts': lines(41),
        'bin/rostrum.ts': lines(41),
        'functions/rooms/manifest.ts': manifest,
        'functions/rooms/join-room.ts': lines(81),
        'lib/constructs/work-queue.ts': lines(121),
        'domain/room.ts': lines(201),
        'adapters/dynamodb/rooms.ts': lines(201),
        'local/gateway/routes.ts': lines(251),
        'web/src/room.tsx': lines(251),
        'test/flows/join.test.ts': lines(251),
      },
      at: [
        'functions/manifest.ts:0',
        'bin/rostrum.ts:0',
        'functions/rooms/join-room.ts:0',
        'lib/constructs/work-queue.ts:0',
        'domain/room.ts:0',
        'adapters/dynamodb/rooms.ts:0',
        'local/gateway/routes.ts:0',
        'web/src/room.tsx:0',
        'test/flows/join.test.ts:0',
      ],
    },
  },
  keeps: {
    'files that just fit': {
      'functions/manifest.ts': lines(40),
      'functions/rooms/manifest.ts': manifest,
      'functions/rooms/join-room.ts': lines(80),
      'lib/constructs/work-queue.ts': lines(120),
      'domain/room.ts': lines(200),
      'lib/stacks/api.ts': lines(250),
      'docs/architecture.md': lines(300),
      'test/fixtures/recorded.ts': lines(300),
    },
  },
});

const table = `const rows = () => ({\n${'  a: 1,\n'.repeat(80)}});\n`;

prove('functions stay small', functionLengths, {
  breaks: {
    'a long function, arrow and method': {
      files: {
        'local/a.ts': functionOf(71),
        'lib/b.ts': `\n${functionOf(71, 'export const f = () => {')}`,
        'web/src/c.tsx': `class C { ${functionOf(71, 'm() {')} }\nconst d = <p />;`,
      },
      at: ['local/a.ts:1', 'lib/b.ts:2', 'web/src/c.tsx:1'],
    },
    'an object of methods that calls itself a table': {
      files: { 'local/a.ts': `const make = () => ({\n  act() {\n${lines(69)}  },\n});` },
      at: ['local/a.ts:1', 'local/a.ts:2'],
    },
    'a long test': {
      files: { 'test/flows/a.test.ts': functionOf(71, "test('x', () => {").replace(/}\n$/, '});') },
      at: ['test/flows/a.test.ts:1'],
    },
  },
  keeps: {
    'a function that just fits, a table, and a group of tests': {
      'local/a.ts': functionOf(70),
      'lib/b.ts': table,
      'test/flows/a.test.ts': functionOf(200, "describe('x', () => {").replace(/}\n$/, '});'),
    },
  },
});

const file = (name: string, text: string) => ({ [`local/${name}.ts`]: text });

prove('half of everything is small', medians, {
  breaks: {
    'files longer than the median': {
      files: { ...file('a', lines(61)), ...file('b', lines(61)), ...file('c', lines(5)) },
      at: ['.:0'],
    },
    'functions longer than the median and than nine of ten may be': {
      files: file('a', functionOf(16)),
      at: ['.:0'],
    },
    'more than one long function in ten': {
      files: { ...file('a', functionOf(3).repeat(8)), ...file('b', functionOf(41).repeat(2)), ...file('c', 'x;') },
      at: ['.:0'],
    },
  },
  keeps: {
    'mostly small ones': { ...file('a', lines(200)), ...file('b', functionOf(15)), ...file('c', lines(5)) },
    'one long function in ten': {
      ...file('a', functionOf(3).repeat(9)),
      ...file('b', functionOf(60)),
      ...file('c', 'x;'),
    },
    'long callbacks, which belong to their function': file('a', `${functionOf(3).repeat(3)}f(() => {\n${lines(40)}});`),
  },
});

prove('comments say why, and not what', commentShare, {
  breaks: {
    'none at all': { files: { 'domain/room.ts': lines(100) }, at: ['.:0'] },
    'too many': { files: { 'domain/room.ts': `/*\n\n*/\n${lines(20)}// x\n` }, at: ['.:0'] },
    'many in tests and none in the product': {
      files: { 'domain/room.ts': lines(100), 'test/a.test.ts': '// x\n'.repeat(5) },
      at: ['.:0'],
    },
  },
  keeps: {
    'five in a hundred': { 'domain/room.ts': `/** a\n * b */\n${lines(95)}x; // c\n// d\n// e\n` },
    'an empty tree': { 'README.md': '# Rostrum' },
  },
});
