import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { sales } from '../../adapters/dynamodb/sales.ts';
import { tickets } from '../../adapters/dynamodb/tickets.ts';
import { isConflict } from '../../adapters/dynamodb/write.ts';
import type { Wiring } from '../../adapters/wiring.ts';
import { prefixedId } from '../../domain/ids.ts';
import { policyOf } from '../../domain/policy.ts';
import { partsInTurn, type Sale, sharedOut } from '../../domain/sale.ts';
import { holdTicket } from '../../domain/ticket.ts';
import { operatorKeys } from '../../local/control/endpoints.ts';
import { installWire } from '../../test/simulation/machine/wire.ts';
import type { Bench, Row } from './figure.ts';
import { openTables, type TableBench } from './tables.ts';

/** As many as the parts of a sale may have; each asks again as soon as it is answered. */
const buyersAtOnce = 60;
/** Holds a second that the parts of a rush are reckoned with (design of tickets). */
const leastOfPart = 60;

/** How many places a second are taken through the adapter and the SDK, by how many parts the stock lies in. */
export const holds: Bench = {
  name: 'holds',
  async run({ isShort }) {
    const bench = await openTables(undefined, { holdTransactionsMs: 5, partitionWriteUnitsPerSecond: 1_000 });
    const uninstall = install(bench);
    try {
      const rows: Row[] = [];
      // The first compiles the code and is not counted.
      await rowOf(bench, 5, 300);
      for (const partCount of [1, 5, 20]) rows.push(await rowOf(bench, partCount, isShort ? 800 : 4_000));
      return {
        name: 'holds',
        title: 'Places taken, a second',
        rowsAre: 'parts',
        notes: [
          `${buyersAtOnce} at a time, each for the part of its buyer, through the adapter and the SDK without a socket. A transaction holds its items for 5 ms, whoever meets it there tries again up to five times; a partition takes 1 000 write units a second. Met a conflict to the end: what is answered 503. The budget is what the number of parts is reckoned with, ${leastOfPart} a second for each.`,
        ],
        rows,
      };
    } finally {
      uninstall();
      await bench.close();
    }
  },
};

async function rowOf(bench: TableBench, partCount: number, milliseconds: number): Promise<Row> {
  const wiring = wiringOf(bench);
  const sale = saleOf(partCount);
  await sales(wiring).open(sale, sharedOut(sale.capacity, partCount));
  const startedAt = performance.now();
  let [held, failed] = [0, 0];
  const buyOn = async (): Promise<void> => {
    while (performance.now() - startedAt < milliseconds)
      if (await holdOne(wiring, sale)) held += 1;
      else failed += 1;
  };
  await Promise.all(Array.from({ length: buyersAtOnce }, buyOn));
  const seconds = (performance.now() - startedAt) / 1_000;
  return {
    name: String(partCount),
    figures: [
      { label: 'held/s', value: Math.round(held / seconds), budget: { least: leastOfPart * partCount, isFirm: false } },
      { label: '503, %', value: (100 * failed) / (held + failed) },
    ],
  };
}

async function holdOne(wiring: Wiring, sale: Sale): Promise<boolean> {
  const userId = randomUUID();
  const orderId = prefixedId('ord', wiring.now(), wiring.randomBytes(6));
  const order = { id: `tkt_${userId}`, orderId, userId, title: 'A room', returnUrl: 'https://rooms.example/r' };
  const policy = policyOf('2021-05');
  const wished = holdTicket(undefined, sale, { ...order, checkout: 'hosted', now: wiring.now(), policy });
  if (!wished.isAllowed) throw new Error(wished.refusal.message);
  const [part = 0] = partsInTurn(wiring.digest(userId), sale.partCount);
  return tickets(wiring)
    .hold(undefined, wished.value, part)
    .then(
      (answer) => answer === 'held',
      (error: unknown) => {
        if (!isConflict(error)) throw error;
        return false;
      },
    );
}

function saleOf(partCount: number): Sale {
  const at = new Date().toISOString();
  const counts = { capacity: 1_000_000, partCount, priceVersion: 1, version: 1 };
  const price = { amount: 500, currency: 'usd' };
  return {
    roomId: `room-${partCount}-${randomUUID()}`,
    hostId: '1',
    status: 'open',
    price,
    ...counts,
    openedAt: at,
    updatedAt: at,
  };
}

const wiringOf = ({ commerce }: TableBench): Wiring => ({
  tableNames: { commerce },
  queueUrls: {},
  now: Date.now,
  randomBytes,
  random: Math.random,
  digest: (text) => createHash('sha256').update(text).digest(),
});

/** The adapters make their own client: for as long as this lasts it sends here, unsigned, with an operator's name on it. */
function install({ handle }: TableBench): () => void {
  const before = { ...process.env };
  const { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY } = operatorKeys;
  const AWS_ENDPOINT_URL_DYNAMODB = 'http://in-process/aws/dynamodb';
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY,
    AWS_ENDPOINT_URL_DYNAMODB,
  });
  const authorization = `AWS4-HMAC-SHA256 Credential=${AWS_ACCESS_KEY_ID}/20261121/us-east-1/dynamodb/aws4_request`;
  const uninstall = installWire((sent) => handle({ ...sent, headers: { ...sent.headers, authorization } }));
  return () => {
    uninstall();
    process.env = before;
  };
}
