import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createClock } from '../../local/clock/clock.ts';
import { type Clock, type Principal, type TableModel, WireFault, type WireRequest } from '../../local/model.ts';
import type { EngineOptions } from '../../local/tables/engine.ts';
import { createTables, type Tables } from '../../local/tables/tables.ts';

const OPERATOR: Principal = { keyId: 'operator', isOperator: true };

/** A table with one of each kind of index, and a stream. */
export const ROOMS: TableModel = {
  name: 'rooms',
  arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/rooms',
  partitionKey: { name: 'pk', type: 'S' },
  sortKey: { name: 'sk', type: 'S' },
  indexes: [
    {
      name: 'people',
      partitionKeys: [
        { name: 'roomId', type: 'S' },
        { name: 'shard', type: 'N' },
      ],
      sortKeys: [
        { name: 'grade', type: 'S' },
        { name: 'joinedAt', type: 'N' },
      ],
      projection: ['title'],
    },
    {
      name: 'by-host',
      partitionKeys: [{ name: 'hostId', type: 'S' }],
      sortKeys: [{ name: 'startsAt', type: 'N' }],
      projection: 'ALL',
    },
    { name: 'by-code', partitionKeys: [{ name: 'code', type: 'B' }], sortKeys: [], projection: 'KEYS_ONLY' },
  ],
  ttlAttribute: 'expiresAt',
  streamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/rooms/stream/1',
};

/** A table whose only key is a number. */
export const SCORES: TableModel = {
  name: 'scores',
  arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/scores',
  partitionKey: { name: 'id', type: 'S' },
  sortKey: { name: 'score', type: 'N' },
  indexes: [],
};

export type World = { readonly clock: Clock; readonly tables: Tables; readonly client: DynamoDBClient; close(): void };

/** Tables and the real SDK client talking to them without a socket. */
export function openWorld(options: Partial<EngineOptions> = {}): World {
  const clock = createClock();
  const tables = createTables({ clock, region: 'us-east-1', accountId: '000000000000', ...options });
  tables.create(ROOMS);
  tables.create(SCORES);
  const client = new DynamoDBClient({
    region: 'us-east-1',
    endpoint: 'http://in-process',
    credentials: { accessKeyId: 'operator', secretAccessKey: 'unused' },
    maxAttempts: 1,
    requestHandler: { handle: async (request: SentRequest) => ({ response: await answer(tables, request) }) },
  });
  return {
    clock,
    tables,
    client,
    close: () => {
      client.destroy();
      tables.close();
      clock.close();
    },
  };
}

type SentRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/** The wire front in small: routes, performs, and words refusals as AWS JSON 1.0 does. */
async function answer(tables: Tables, request: SentRequest) {
  const wire: WireRequest = { ...request, query: new URLSearchParams(), body: toBody(request.body) };
  try {
    const routed = tables.standIn.route(wire);
    if (routed === undefined) throw new WireFault(501, 'UnknownOperationException', wire.headers['x-amz-target'] ?? '');
    const { body = {} } = await tables.standIn.perform({ ...routed, principal: OPERATOR, cause: { requestId: 'r1' } });
    return reply(200, body);
  } catch (error) {
    if (!(error instanceof WireFault)) throw error;
    return reply(error.status, { __type: error.code, message: error.message, ...error.extra });
  }
}

function reply(statusCode: number, body: object) {
  return {
    statusCode,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Buffer.from(JSON.stringify(body)),
  };
}

function toBody(body: unknown): Buffer {
  return body instanceof Uint8Array
    ? Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    : Buffer.from(typeof body === 'string' ? body : '');
}
