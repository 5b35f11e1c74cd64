import { createServer, type Server } from 'node:http';
import {
  ChimeSDKMeetingsClient,
  CreateMeetingCommand,
  DeleteMeetingCommand,
  ListAttendeesCommand,
} from '@aws-sdk/client-chime-sdk-meetings';
import {
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createCalls } from '../../local/calls/calls.ts';
import { createFaults } from '../../local/faults/faults.ts';
import { type JsonObject, type Principal, type StandIn, WireFault } from '../../local/model.ts';
import { createWireFront } from '../../local/wire/front.ts';

const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/rooms';
const roleArn = 'arn:aws:iam::000000000000:role/join-role';
const principals = new Map<string, Principal>([
  ['OPERATOR', { keyId: 'OPERATOR', isOperator: true }],
  ['JOIN', { keyId: 'JOIN', isOperator: false, functionName: 'join', roleArn }],
]);
const statements = [
  { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: table },
  { Effect: 'Allow', Action: 'chime:CreateMeeting', Resource: '*' },
  {
    Effect: 'Deny',
    Action: 'dynamodb:GetItem',
    Resource: '*',
    Condition: { DateLessThan: { 'aws:CurrentTime': 'x' } },
  },
];

let performed: string[] = [];
let logged: string[] = [];
const calls = createCalls();
const faults = createFaults();

/** A table service of one word: it notes what it did and answers with a capacity. */
const tables: StandIn = {
  service: 'dynamodb',
  protocol: 'json',
  route({ headers, body }) {
    const operation = (headers['x-amz-target'] ?? '').replace('DynamoDB_20120810.', '');
    const input: JsonObject = JSON.parse(body.toString());
    return operation === 'ListTables' ? undefined : { operation, input };
  },
  asks: (operation) => [{ action: `dynamodb:${operation}`, resource: table }],
  async perform({ operation, input }) {
    performed.push(operation);
    if (JSON.stringify(input).includes('crash')) throw new TypeError('a bug');
    if (JSON.stringify(input).includes('taken')) {
      const extra = { Item: { pk: { S: 'taken' } } };
      throw new WireFault(400, 'ConditionalCheckFailedException', 'The conditional request failed', extra);
    }
    return { body: { Attributes: { ok: { BOOL: true } } }, table: 'rooms', readUnits: 0.5, writeUnits: 2 };
  },
};

/** A media service that opens and closes meetings. */
const audio: StandIn = {
  service: 'chime',
  protocol: 'rest-json',
  route({ method, path }) {
    if (method === 'POST' && path === '/meetings') return { operation: 'CreateMeeting', input: {} };
    return method === 'DELETE' ? { operation: 'DeleteMeeting', input: {} } : undefined;
  },
  asks: (operation) => [{ action: `chime:${operation}`, resource: '*' }],
  async perform({ operation }) {
    performed.push(operation);
    return operation === 'DeleteMeeting' ? { status: 204 } : { status: 201, body: { Meeting: { MeetingId: 'm-1' } } };
  },
};

let server: Server;
let origin: string;

const front = createWireFront({
  standIns: [tables, audio],
  principalOf: (keyId) => principals.get(keyId),
  roles: [{ arn: roleArn, statements, trustedServices: [] }],
  faults,
  calls,
  clock: { now: () => Date.now() },
  log: (line) => logged.push(line),
});

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (!(await front.handle(request, response, Buffer.concat(chunks)))) response.writeHead(404).end('not ours');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  performed = [];
  logged = [];
  calls.clear();
  faults.clear();
});

const settings = (accessKeyId: string, service: string, maxAttempts: number) => ({
  region: 'us-east-1',
  endpoint: `${origin}/aws/${service}`,
  credentials: { accessKeyId, secretAccessKey: 'local' },
  maxAttempts,
});
const database = (keyId = 'JOIN', maxAttempts = 1) => new DynamoDBClient(settings(keyId, 'dynamodb', maxAttempts));
const media = (keyId = 'JOIN') => new ChimeSDKMeetingsClient(settings(keyId, 'chime', 1));
const put = (pk: string) => new PutItemCommand({ TableName: 'rooms', Item: { pk: { S: pk } } });
const get = new GetItemCommand({ TableName: 'rooms', Key: { pk: { S: 'x' } } });
const open = new CreateMeetingCommand({ ClientRequestToken: 't', MediaRegion: 'us-east-1', ExternalMeetingId: 'e' });

test('a granted call reaches its service and is counted with its cause, table and units', async () => {
  const client = database();
  client.middlewareStack.add(
    (next) => (args) => {
      const request: unknown = args.request;
      if (typeof request === 'object' && request !== null && 'headers' in request) {
        Object.assign(request.headers ?? {}, { 'x-rostrum-cause': 'req-1;root-2' });
      }
      return next(args);
    },
    { step: 'build' },
  );
  const answer = await client.send(put('a'));
  expect(answer.Attributes).toEqual({ ok: { BOOL: true } });
  expect(answer.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  const { at, durationMs, ...line } = calls.list()[0] ?? { at: 0, durationMs: 0 };
  expect(line).toEqual({
    requestId: 'req-1',
    causedBy: 'root-2',
    function: 'join',
    service: 'dynamodb',
    operation: 'PutItem',
    table: 'rooms',
    readUnits: 0.5,
    writeUnits: 2,
  });
});

test('a call that the role does not grant is denied in the words of AWS, and has no effect', async () => {
  const denied = await media()
    .send(new DeleteMeetingCommand({ MeetingId: 'm' }))
    .catch(String);
  expect(denied).toBe(
    'AccessDeniedException: User: arn:aws:sts::000000000000:assumed-role/join-role/join is not authorized to perform: ' +
      'chime:DeleteMeeting on resource: * because no identity-based policy allows the chime:DeleteMeeting action',
  );
  expect(performed).toEqual([]);
  expect(calls.list()[0]).toMatchObject({ operation: 'DeleteMeeting', error: 'AccessDeniedException' });
});

test('a policy beyond the local check denies, and says so in the log', async () => {
  await expect(database().send(get)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  expect(logged.join()).toMatch(/DateLessThan|aws:currenttime/);
});

test('the operator may do everything', async () => {
  await database('OPERATOR').send(get);
  await media('OPERATOR').send(new DeleteMeetingCommand({ MeetingId: 'm' }));
  expect(performed).toEqual(['GetItem', 'DeleteMeeting']);
  expect(calls.list().map((call) => call.function)).toEqual(['operator', 'operator']);
});

test('a key that nobody has is refused', async () => {
  await expect(database('STRANGER').send(put('a'))).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
    $metadata: { httpStatusCode: 403 },
  });
  await expect(media('STRANGER').send(open)).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  const unsigned = await fetch(`${origin}/aws/dynamodb/`, { method: 'POST', body: '{}' });
  expect([unsigned.status, await unsigned.json()]).toMatchObject([403, { message: 'Missing Authentication Token' }]);
});

test('answers of a REST service keep their status and their body', async () => {
  const answer = await media().send(open);
  expect(answer.Meeting?.MeetingId).toBe('m-1');
  expect(answer.$metadata.httpStatusCode).toBe(201);
});

test('a refusal of the service arrives as its own error with all it carries', async () => {
  await expect(database().send(put('taken'))).rejects.toMatchObject({
    name: 'ConditionalCheckFailedException',
    message: 'The conditional request failed',
    Item: { pk: { S: 'taken' } },
  });
});

test('a call that no stand-in knows is refused loudly by name', async () => {
  await expect(database('OPERATOR').send(new ListTablesCommand({}))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 501 },
    message: expect.stringContaining('DynamoDB_20120810.ListTables'),
  });
  await expect(media('OPERATOR').send(new ListAttendeesCommand({ MeetingId: 'm' }))).rejects.toMatchObject({
    message: expect.stringContaining('GET /meetings/m/attendees'),
  });
  const other = await fetch(`${origin}/aws/s3/bucket`, { method: 'PUT' });
  expect([other.status, await other.text()]).toEqual([501, expect.stringContaining('s3')]);
});

test('a bug in a stand-in is an answer of 500, a line in the log and nothing worse', async () => {
  await expect(database().send(put('crash'))).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
  expect(logged.join()).toContain('a bug');
});

test('a fault before the effect leaves nothing, and the client tries again', async () => {
  faults.add({ service: 'dynamodb', operation: 'PutItem', mode: 'fail-before' });
  await database('JOIN', 2).send(put('a'));
  expect(performed).toEqual(['PutItem']);
  expect(calls.list().map(({ error }) => error)).toEqual(['InternalServerError', undefined]);
});

test('a fault after the effect makes the client do it twice', async () => {
  faults.add({ service: 'dynamodb', operation: 'PutItem', mode: 'apply-then-fail' });
  await database('JOIN', 2).send(put('a'));
  expect(performed).toEqual(['PutItem', 'PutItem']);
  expect(calls.list()[0]).toMatchObject({ error: 'InternalServerError', writeUnits: 2 });
});

test('a throttled call is refused as the service does it', async () => {
  faults.add({ service: 'dynamodb', mode: 'throttle' });
  faults.add({ service: 'chime', mode: 'throttle' });
  await expect(database().send(put('a'))).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
  await expect(media().send(open)).rejects.toMatchObject({ name: 'ThrottledClientException' });
  expect(performed).toEqual([]);
});

test('a conflict reads as two transactions on one item', async () => {
  faults.add({ service: 'dynamodb', mode: 'conflict', times: 2 });
  const item = { Put: { TableName: 'rooms', Item: { pk: { S: 'a' } } } };
  const both = new TransactWriteItemsCommand({ TransactItems: [item, item] });
  await expect(database('OPERATOR').send(both)).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    message: expect.stringContaining('[TransactionConflict, None]'),
    CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
  });
  await expect(database().send(put('a'))).rejects.toMatchObject({ name: 'TransactionConflictException' });
});

test('a delayed call takes real time and then succeeds', async () => {
  faults.add({ service: 'dynamodb', mode: 'delay', delaySeconds: 0.15 });
  const startedAt = performance.now();
  await database().send(put('a'));
  expect(performance.now() - startedAt).toBeGreaterThan(140);
  expect(performed).toEqual(['PutItem']);
});

test('other paths are not the wire front’s', async () => {
  const answer = await fetch(`${origin}/v1/me`);
  expect(await answer.text()).toBe('not ours');
});
