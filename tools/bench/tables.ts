import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { toCloudModel } from '../../local/assembly/cloud-model.ts';
import { readStacks } from '../../local/assembly/stacks.ts';
import { createCalls } from '../../local/calls/calls.ts';
import { createClock } from '../../local/clock/clock.ts';
import { operatorKeys } from '../../local/control/endpoints.ts';
import { createFaults } from '../../local/faults/faults.ts';
import { openKeeping } from '../../local/keeping/open-keeping.ts';
import type { CloudModel } from '../../local/model.ts';
import type { EngineOptions } from '../../local/tables/engine.ts';
import { createTables, type Tables } from '../../local/tables/tables.ts';
import { createWireFront, type WireFront } from '../../local/wire/front.ts';
import type { Reply } from '../../local/wire/reply.ts';
import { makeAssembly } from './assembly.ts';

/** The engine alone, with the product's tables, and the real SDK client over its wire front without a socket. */
export type TableBench = {
  readonly tables: Tables;
  readonly client: DynamoDBClient;
  /** Answers what any client of the SDK sends. */
  readonly handle: Handle;
  /** The table of rooms. */
  readonly tableName: string;
  /** The table of tickets. */
  readonly commerce: string;
  /** Resolves when everything put so far is in the folder; at once without one. */
  written(): Promise<void>;
  close(): Promise<void>;
};

type Limits = Pick<EngineOptions, 'holdTransactionsMs' | 'partitionWriteUnitsPerSecond'>;

export async function openTables(keepIn?: string, limits: Limits = {}): Promise<TableBench> {
  const model = await readModel();
  const keeping = openKeeping(keepIn);
  const { region, accountId } = model;
  const clock = createClock();
  const tables = createTables({ clock, region, accountId, keeping, ...limits });
  for (const table of model.tables) tables.create(table);
  const handle = handleOver(
    createWireFront({
      standIns: [tables.standIn],
      principalOf: (keyId) => ({ keyId, isOperator: true }),
      roles: [],
      faults: createFaults(),
      calls: createCalls(),
      clock,
      written: () => keeping.written(),
    }),
  );
  const client = clientOver(handle);
  const nameOf = (end: string) => model.tables.find(({ name }) => name.endsWith(end))?.name ?? '';
  return {
    tables,
    client,
    handle,
    tableName: nameOf('rooms'),
    commerce: nameOf('commerce'),
    written: () => keeping.written(),
    async close() {
      client.destroy();
      tables.close();
      clock.close();
      await keeping.close();
    },
  };
}

async function readModel(): Promise<CloudModel> {
  const assembly = await makeAssembly();
  try {
    const [origin, region, accountId] = ['http://localhost', 'us-east-1', '000000000000'];
    const place = { region, accountId, origin, wireOrigin: origin, issuer: origin, clientId: 'bench' };
    return toCloudModel(await readStacks(assembly.directory), place);
  } finally {
    await assembly.remove();
  }
}

type Sent = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
};

type Answer = {
  readonly response: { readonly statusCode: number; readonly headers: Reply['headers']; readonly body: Buffer };
};
export type Handle = (sent: Sent) => Promise<Answer>;

const handleOver =
  (front: WireFront): Handle =>
  async ({ method, path, headers, body }) => {
    const reply = await front.answer({ method, url: path, headers, body: bytesOf(body) });
    return { response: { statusCode: reply.status, headers: reply.headers, body: Buffer.from(reply.body) } };
  };

function clientOver(handle: Handle): DynamoDBClient {
  const { accessKeyId, secretAccessKey } = operatorKeys;
  return new DynamoDBClient({
    region: 'us-east-1',
    endpoint: 'http://in-process/aws/dynamodb',
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
    requestHandler: { handle },
  });
}

/** The SDK's body warns when it is read as anything but bytes. */
const bytesOf = (body: Sent['body'] = ''): Buffer =>
  typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
