import type { Call } from '../../local/calls/calls.ts';
import { type ApartCloud, openCloud } from './cloud.ts';
import type { Bench, Figure, Row } from './figure.ts';
import { mean, quantile } from './quantile.ts';

/** Listeners a room: well below the 100 seats it has ahead, so that the pool is warm from the first to the last. */
const listenersPerRoom = 40;
type Join = { readonly requestId: string; readonly milliseconds: number };
type Crowd = { readonly host: string; readonly listeners: readonly string[] };

/** First joins of listeners into rooms with a warm pool, through the gateway of a cloud in another process. */
export const joins: Bench = {
  name: 'joins',
  async run({ isShort }) {
    const cloud = await openCloud();
    try {
      const crowd = await gather(cloud);
      // The first room loads code and connections and is not counted.
      await joinedRoom(cloud, crowd, 10);
      const rows: Row[] = [];
      for (const width of [1, 10]) rows.push(await rowOf(cloud, crowd, width, isShort ? 2 : 12));
      return {
        name: 'joins',
        title: 'Joining through the gateway',
        rowsAre: 'joins at a time',
        notes: [
          'First joins of listeners, pool warm, cloud and caller in two processes on this machine. Calls and units are those of the join itself; the most of any join counts, transactions are a mean. Only one environment of `join` runs locally, so ten at a time wait for each other.',
        ],
        rows,
      };
    } finally {
      await cloud.close();
    }
  },
};

async function gather(cloud: ApartCloud): Promise<Crowd> {
  const listeners: string[] = [];
  for (let at = 0; at < listenersPerRoom; at += 1) listeners.push(await cloud.signIn(`listener${at}`));
  return { host: await cloud.signIn('host', 600), listeners };
}

/** A room from its start to its end; answers the joins in between. */
async function joinedRoom(cloud: ApartCloud, { host, listeners }: Crowd, width: number): Promise<Join[]> {
  const { body } = await cloud.call('POST', '/v1/rooms', { token: host, body: { title: 'Bench' } });
  const path = `/v1/rooms/${body.room?.id}`;
  await cloud.settle();
  const waiting = [...listeners];
  const joined: Join[] = [];
  const enter = async (): Promise<void> => {
    for (let token = waiting.pop(); token !== undefined; token = waiting.pop()) {
      const startedAt = performance.now();
      const { requestId } = await cloud.call('POST', `${path}/join`, { token });
      joined.push({ requestId, milliseconds: performance.now() - startedAt });
    }
  };
  await Promise.all(Array.from({ length: width }, enter));
  await cloud.call('POST', `${path}/end`, { token: host });
  await cloud.settle();
  return joined;
}

async function rowOf(cloud: ApartCloud, crowd: Crowd, width: number, roomCount: number): Promise<Row> {
  const joined: Join[] = [];
  for (let room = 0; room < roomCount; room += 1) joined.push(...(await joinedRoom(cloud, crowd, width)));
  const callsOf = Map.groupBy(await cloud.calls(), ({ requestId }) => requestId);
  const each = joined.map(({ requestId }) => callsOf.get(requestId) ?? []);
  const times = joined.map(({ milliseconds }) => milliseconds);
  return {
    name: String(width),
    figures: [
      { label: 'joins', value: joined.length },
      { label: 'p50, ms', value: quantile(times, 0.5) },
      { label: 'p99, ms', value: quantile(times, 0.99) },
      ...spending(each, width),
    ],
  };
}

/** One at a time nobody loses a race for a seat: calls and units are then the same on every machine. */
function spending(each: readonly (readonly Call[])[], width: number): Figure[] {
  const isAlone = width === 1;
  const most = (measure: (calls: readonly Call[]) => number): number => Math.max(...each.map(measure));
  const sum = (calls: readonly Call[], unit: 'readUnits' | 'writeUnits'): number =>
    calls.reduce((total, call) => total + (call[unit] ?? 0), 0);
  const count = (calls: readonly Call[], name: keyof Call, value: string): number =>
    calls.filter((call) => call[name] === value).length;
  return [
    { label: 'calls', value: most((calls) => calls.length), ...(isAlone && { budget: { most: 3, isFirm: true } }) },
    {
      label: 'media calls',
      value: most((calls) => count(calls, 'service', 'chime')),
      budget: { most: 0, isFirm: true },
    },
    {
      label: 'transactions',
      value: mean(each.map((calls) => count(calls, 'operation', 'TransactWriteItems'))),
      budget: { most: 1.2, isFirm: isAlone },
    },
    { label: 'read units', value: most((calls) => sum(calls, 'readUnits')) },
    { label: 'write units', value: most((calls) => sum(calls, 'writeUnits')) },
  ];
}
