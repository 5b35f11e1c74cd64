import { conditionalPuts, noScan } from './laws/conditional-puts.ts';
import { keysInOnePlace } from './laws/keys-in-one-place.ts';
import { prove } from './prove.ts';

/** Source with placeholders, written with a percent sign lest they look like ours. */
const template = (source: string) => source.replaceAll('%{', '$\u007b');

const path = 'adapters/dynamodb/rooms.ts';

prove('no table is scanned', noScan, {
  breaks: {
    'a scan as a read path': {
      files: { [path]: "import { ScanCommand } from '@aws-sdk/client-dynamodb';\nclient.send(new ScanCommand({}));" },
      at: [`${path}:1`, `${path}:2`],
    },
    'a scan in disguise': {
      files: { 'functions/rooms/list.ts': 'for await (const p of paginateScan(c, {})) {}' },
      at: ['functions/rooms/list.ts:1'],
    },
  },
  keeps: { 'a query, and a comment': { [path]: '// no ScanCommand\nclient.send(new QueryCommand({}));' } },
});

prove('every put is conditional', conditionalPuts, {
  breaks: {
    'a single put': { files: { [path]: 'new PutItemCommand({ TableName, Item });' }, at: [`${path}:1`] },
    'a put in a transaction': {
      files: { [path]: 'const t = [\n  { Put: { TableName, Item } },\n];' },
      at: [`${path}:2`],
    },
    'a condition set to nothing': {
      files: { [path]: 'new PutItemCommand({ Item, ConditionExpression: undefined });' },
      at: [`${path}:1`],
    },
    'a put made elsewhere without one': {
      files: {
        [path]: 'const make = (Item) => ({ Item });\nconst t = { Put: make(x) };\nconst u = { Put: stranger(x) };',
      },
      at: [`${path}:2`, `${path}:3`],
    },
    'a batch, which cannot carry one': { files: { [path]: 'new BatchWriteItemCommand({});' }, at: [`${path}:1`] },
  },
  keeps: {
    'puts with a condition': {
      [path]:
        "const t = { Put: { Item, ConditionExpression: 'attribute_not_exists(pk)' } };\nnew PutItemCommand({ Item, ConditionExpression: absent });",
    },
    'a condition by spread, by constant and by function': {
      [path]: `const when = { ConditionExpression: text };
const made = (Item) => ({ Item, ...when, ConditionExpression: text });
const input = { Item, ...when };
const t = [{ Put: { ...when, Item } }, { Put: input }, { Put: made(x) }];
const { Put } = f();
new PutItemCommand(Put);`,
    },
  },
});

prove('keys are made in one place', keysInOnePlace, {
  breaks: {
    'a key in an adapter': {
      files: { [path]: template('const pk = `ROOM#%{id}`;\nconst sk = "USER#1";') },
      at: [`${path}:1`, `${path}:2`],
    },
    'a key glued from parts': { files: { [path]: template('const pk = `%{prefix}#%{id}`;') }, at: [`${path}:1`] },
    'a key in an operation and in a stack': {
      files: { 'functions/rooms/join-room.ts': 'const pk = "ROOM#1";', 'lib/stacks/data.ts': 'const p = "ROOM#*";' },
      at: ['functions/rooms/join-room.ts:1', 'lib/stacks/data.ts:1'],
    },
    'the name of an index': { files: { [path]: "const q = { IndexName: 'by-host' };" }, at: [`${path}:1`] },
  },
  keeps: {
    'the file that makes them, and prefixes in a manifest': {
      'adapters/dynamodb/table.ts': template('export const roomKey = (id) => `ROOM#%{id}#%{x}`;'),
      'functions/rooms/manifest.ts': "const touches = [{ table: 'rooms', prefix: 'ROOM#' }];",
    },
    'aliases of attributes, anchors and index names by constant': {
      [path]: template('const u = `SET #status = :status, #%{name} = :x`;\nconst q = { IndexName: indexes.byHost };'),
      'lib/constructs/alarm.ts': template('const url = `docs/runbook.md#%{anchor}`;\nconst v = `%{page}#%{anchor}`;'),
    },
  },
});
