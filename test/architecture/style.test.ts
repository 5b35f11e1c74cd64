import { castsInMappings, noAny } from './laws/honest-types.ts';
import { kebabCaseFiles, sayingNames, threeFolderLevels } from './laws/names.ts';
import { plainTypescript } from './laws/plain-typescript.ts';
import { prove } from './prove.ts';

const ts = (text: string) => ({ 'local/a.ts': text });

prove('there is no any', noAny, {
  breaks: {
    'any in a type, a cast and a component': {
      files: {
        ...ts('let a: any;\nconst b = c as any;\ntype T = Record<string, any[]>;'),
        'web/src/b.tsx': 'const d = (x: any) => <p>{x}</p>;',
      },
      at: ['local/a.ts:1', 'local/a.ts:2', 'local/a.ts:3', 'web/src/b.tsx:1'],
    },
    'a comment that silences the compiler': { files: ts('x;\n// @ts-ignore\ny;'), at: ['local/a.ts:2'] },
  },
  keeps: {
    'the word elsewhere': ts(
      "// any\nconst a = 'any'; const any = 1; type B = 'any' | { any: 1 };\n// mentions @ts-ignore",
    ),
  },
});

prove('casts stand in mapping functions', castsInMappings, {
  breaks: {
    'a cast in the open and in a function that does not say so': {
      files: ts(
        'const a = b as Room;\nfunction find() {\n  return (x as unknown as Room).id;\n}\nconst total = () => y as number;',
      ),
      at: ['local/a.ts:1', 'local/a.ts:3', 'local/a.ts:5'],
    },
    'angle brackets and a non-null claim': {
      files: ts('const a = <Room>b;\nconst c = d!.e;\nlet f!: Room;'),
      at: ['local/a.ts:1', 'local/a.ts:2', 'local/a.ts:3'],
    },
    'a cast in a component': {
      files: { 'web/src/b.tsx': 'const D = () => <p>{x as string}</p>;' },
      at: ['web/src/b.tsx:1'],
    },
  },
  keeps: {
    'as const, satisfies and renamed imports': ts(
      "import { a as b } from './b.ts';\nconst c = { d: 1 } as const satisfies E;\nexport { c as f };",
    ),
    'casts in functions that map': ts(
      'function toRoom(x) { return x as Room; }\nconst readItem = (x) => x.map((y) => y as Item);\nconst m = { parse(x) { return x as T; }, asText: (x) => x as string };\nconst fromWire = (x) => x as T;',
    ),
  },
});

prove('TypeScript that Node strips, without detours', plainTypescript, {
  breaks: {
    'enums, namespaces, decorators and parameter properties': {
      files: ts(
        'enum A { B }\nnamespace C { export const d = 1 }\n@e class F {}\nclass G { constructor(readonly h: string) {} }',
      ),
      at: ['local/a.ts:1', 'local/a.ts:2', 'local/a.ts:3', 'local/a.ts:4'],
    },
    'default exports': {
      files: { ...ts('export default 1;'), 'web/src/b.tsx': 'const x = 1;\nexport { x as default };' },
      at: ['local/a.ts:1', 'web/src/b.tsx:2'],
    },
    barrels: {
      files: {
        'local/b.ts': "export { x } from './x.ts';",
        'local/c.ts': "import { x } from './x.ts';\nexport { x };",
        'local/d.ts': "const y = 1;\nexport * from './x.ts';",
        'local/rooms/index.ts': 'export const z = 1;',
      },
      at: ['local/b.ts:0', 'local/c.ts:0', 'local/d.ts:2', 'local/rooms/index.ts:0'],
    },
    'a file that does not parse': { files: ts('const a = 1;\nconst = 2;'), at: ['local/a.ts:2'] },
  },
  keeps: {
    'a config file, declarations of others, and named exports': {
      'vitest.config.ts': 'export default {};',
      'web/vite.config.ts': 'export default {};',
      ...ts(
        "declare module 'x' {}\ndeclare global { interface Window {} }\nexport class A { readonly b: string; }\nconst c = 1;\nexport { c };",
      ),
    },
  },
});

prove('names say what a thing is', sayingNames, {
  breaks: {
    'files and folders': {
      files: { 'local/utils/x.ts': '', 'lib/room-manager.ts': '', 'domain/common.ts': '', 'test/flows/helpers.ts': '' },
      at: ['local/utils/x.ts:0', 'lib/room-manager.ts:0', 'domain/common.ts:0', 'test/flows/helpers.ts:0'],
    },
    'functions, types and exports': {
      files: ts(
        'export const roomData = 1;\nfunction processRoom() {}\ntype RoomInfo = 1;\nexport class RoomImpl {}\nexport const BASE_URL = 2;\ninterface IRoom {}\nconst queueHelper = () => 3;',
      ),
      at: [1, 2, 3, 4, 5, 6, 7].map((line) => `local/a.ts:${line}`),
    },
  },
  keeps: {
    'words that only contain one': ts(
      'export const database = 1;\nexport type Informed = 2;\nfunction processed() {}\ntype Item = 3;\ninterface IdToken {}',
    ),
    'the stack that the design calls so': {
      'lib/stacks/data.ts': 'export class DataStack {}',
      'test/infra/data-stack.test.ts': '',
    },
    'a name inside a function': ts('const f = () => { const data = 1; return data; };'),
  },
});

prove('files are named in kebab-case', kebabCaseFiles, {
  breaks: {
    'camel, snake and Pascal case': {
      files: { 'local/roomStore.ts': '', 'local/room_store.ts': '', 'web/src/Room.tsx': '', 'lib/Stacks/api.ts': '' },
      at: ['local/roomStore.ts:0', 'local/room_store.ts:0', 'web/src/Room.tsx:0', 'lib/Stacks/api.ts:0'],
    },
  },
  keeps: {
    'kebab-case, dots, and names that others fixed': {
      'README.md': '',
      LICENSE: '',
      'local/tables/README.md': '',
      '.ci/run': '',
      '.gitignore': '',
      'test/flows/go-live.test.ts': '',
      'docs/decisions/0001-one-table.md': '',
      'web/src/vite-env.d.ts': '',
      'test/fixtures/Recorded_Answer.json': '',
    },
  },
});

prove('folders are three levels deep at most', threeFolderLevels, {
  breaks: {
    'a fourth level': {
      files: { 'local/tables/expressions/parts/x.ts': '' },
      at: ['local/tables/expressions/parts/x.ts:0'],
    },
  },
  keeps: {
    'a third level, and deep fixtures': { 'local/tables/expressions/x.ts': '', 'test/fixtures/a/b/c/d.json': '' },
  },
});
