import { createServer } from 'node:http';
import { ChimeSDKMeetingsClient, CreateMeetingCommand } from '@aws-sdk/client-chime-sdk-meetings';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
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

/** A table service of one word: it notes what it did and answers with a capacity. */
const createTables = (performed: string[]): StandIn => ({
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
});

/** A media service that opens and closes meetings. */
const createAudio = (performed: string[]): StandIn => ({
  service: 'chime',
  protocol: 'rest-json',
  route({ method, path }) {
    if (method === 'POST' && path === '/meetings') return { operation: 'CreateMeeting', input: {} };
    return method === 'DELETE' ? { operation: 'DeleteMeeting', input: {} } : undefined;
  },
  asks: (operation) => [{ action: `chime:${operation}`, resource: '*' }],
  async perform({ operation }) {
    performed.push(operation);
    if (operation === 'DeleteMeeting' && performed.length > 1) {
      throw new WireFault(404, 'NotFoundException', 'Meeting not found', { RequestId: 'r-1' });
    }
    return operation === 'DeleteMeeting' ? { status: 204 } : { status: 201, body: { Meeting: { MeetingId: 'm-1' } } };
  },
});

/** An event bus that takes whatever it is given. */
const createBus = (performed: string[]): StandIn => ({
  service: 'events',
  protocol: 'json',
  route: () => ({ operation: 'PutEvents', input: {} }),
  asks: () => [],
  async perform({ operation }) {
    performed.push(operation);
    return {};
  },
});

export type Stage = ReturnType<typeof createStage>;

/** The wire front with two small services behind it, on a free port, and real clients before it. */
export function createStage() {
  const performed: string[] = [];
  const logged: string[] = [];
  const calls = createCalls();
  const faults = createFaults();
  const front = createWireFront({
    standIns: [createTables(performed), createAudio(performed), createBus(performed)],
    principalOf: (keyId) => principals.get(keyId),
    roles: [{ arn: roleArn, statements, trustedServices: [] }],
    faults,
    calls,
    clock: { now: () => Date.now() },
    log: (line) => logged.push(line),
  });
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (!(await front.handle(request, response, Buffer.concat(chunks)))) response.writeHead(404).end('not ours');
  });
  const origin = () => {
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  };
  const settings = (accessKeyId: string, service: string, maxAttempts: number) => ({
    region: 'us-east-1',
    endpoint: `${origin()}/aws/${service}`,
    credentials: { accessKeyId, secretAccessKey: 'local' },
    maxAttempts,
  });
  return {
    performed,
    logged,
    calls,
    faults,
    origin,
    database: (keyId = 'JOIN', maxAttempts = 1) => new DynamoDBClient(settings(keyId, 'dynamodb', maxAttempts)),
    media: (keyId = 'JOIN') => new ChimeSDKMeetingsClient(settings(keyId, 'chime', 1)),
    open: () => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)),
    /** What was said at the start, before anybody called. */
    loggedAtStart: [...logged],
    reset() {
      performed.length = 0;
      logged.length = 0;
      calls.clear();
      faults.clear();
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export const put = (pk: string) => new PutItemCommand({ TableName: 'rooms', Item: { pk: { S: pk } } });
export const openMeeting = new CreateMeetingCommand({
  ClientRequestToken: 't',
  MediaRegion: 'us-east-1',
  ExternalMeetingId: 'e',
});
