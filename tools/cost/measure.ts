import type { Call } from '../../local/calls/calls.ts';
import type { LogLine } from '../../local/runner/log.ts';
import { boughtTicket, onSale, seller } from '../../test/given/tickets.ts';
import { openWorld, type Person, type World } from '../../test/world.ts';
import { type Measured, type MeasuredSale, nothing, plus, times, type Units } from './units.ts';

/** Enough that a batch of the stream holds several, few enough for the first hundred seats. */
const listeners = 20;
/** Of a message: the sending is counted as a call; a receive and a delete by the mapping come with it. */
const requestsPerMessage = 3;

type Counting = { readonly world: World; readonly lines: LogLine[] };

/** A small room in the embedded cloud from its start to its end, and what each thing done there used. */
export const measureRoom = (assembly: string): Promise<Measured> => inWorld(assembly, countRoom);
/** A small sale of tickets, likewise. */
export const measureSale = (assembly: string): Promise<MeasuredSale> => inWorld(assembly, countSale);

async function inWorld<T>(assembly: string, count: (counting: Counting) => Promise<T>): Promise<T> {
  const lines: LogLine[] = [];
  const world = await openWorld({ assembly, onLog: (line) => lines.push(line) });
  try {
    return await count({ world, lines });
  } finally {
    await world.close();
  }
}

async function countSale(counting: Counting): Promise<MeasuredSale> {
  const { world } = counting;
  const host = await seller(world, 'host');
  const people: Person[] = [];
  for (let at = 0; at < listeners; at += 1) people.push(await world.person(`buyer${at}`));
  for (const person of people) await person.get('/v1/me');
  const roomId = await onSale(world, host, listeners);
  await world.settle();
  const purchase = await counted(counting, async () => {
    for (const person of people) await boughtTicket(world, person, roomId);
  });
  const refund = await counted(counting, async () => {
    for (const person of people) await person.remove(`/v1/rooms/${roomId}/tickets/me`);
  });
  // Everything that was due is done by then.
  await world.advance(3_600);
  const sweep = await countedSweep(counting);
  const share = 1 / listeners;
  return { purchase: times(purchase.used, share), refund: times(refund.used, share), sweep };
}

/** One run of the sweep of tickets that finds nothing due. */
async function countedSweep({ world, lines }: Counting): Promise<Units> {
  const callsBefore = world.cloud.calls.list().length;
  const linesBefore = lines.length;
  await world.advance(60);
  const calls = world.cloud.calls.list().slice(callsBefore);
  const told = lines.slice(linesBefore).flatMap(({ text }) => toLine(text));
  return unitsOf(
    calls.filter(({ function: name }) => name.endsWith('-stripe-worker')),
    told.filter(({ operation }) => operation === 'sweepTickets'),
  );
}

async function countRoom(counting: Counting): Promise<Measured> {
  const { world } = counting;
  const host = await world.person('host', { followers: 600 });
  const people: Person[] = [];
  for (let at = 0; at < listeners; at += 1) people.push(await world.person(`listener${at}`));
  // First sight of a person makes their profile: that is not a room's.
  for (const person of people) await person.get('/v1/me');
  await world.settle();
  let path = '';
  const start = await counted(counting, async () => {
    path = `/v1/rooms/${(await host.post('/v1/rooms', { title: 'Counted' })).body.room.id}`;
  });
  const forAll = (act: (person: Person) => Promise<{ readonly status: number; readonly text: string }>) => async () => {
    for (const person of people) {
      const { status, text } = await act(person);
      if (status !== 200) throw new Error(`what is counted failed: ${text}`);
    }
  };
  const join = await counted(
    counting,
    forAll((person) => person.post(`${path}/join`)),
  );
  const renewal = await counted(
    counting,
    forAll((person) => person.post(`${path}/join`)),
  );
  const read = await counted(
    counting,
    forAll((person) => person.get(path)),
  );
  const change = await counted(counting, () => host.patch(path, { title: 'Counted again' }));
  const leave = await counted(
    counting,
    forAll((person) => person.post(`${path}/leave`)),
  );
  const end = await counted(counting, () => host.post(`${path}/end`));
  const share = 1 / listeners;
  return {
    start: start.used,
    join: times(join.used, share),
    renewal: times(renewal.used, share),
    read: times(read.used, share),
    change: change.used,
    leave: times(leave.used, share),
    end: end.used,
    tick: times(plus(join.ticking, leave.ticking), 1 / Math.max(1, join.ticks + leave.ticks)),
  };
}

type Counted = { readonly used: Units; readonly ticking: Units; readonly ticks: number };

/** Everything from here until nothing is under way and the next tick is out; ticks are counted apart. */
async function counted({ world, lines }: Counting, act: () => Promise<unknown>): Promise<Counted> {
  const callsBefore = world.cloud.calls.list().length;
  const linesBefore = lines.length;
  await act();
  await world.advance(3);
  const calls = world.cloud.calls.list().slice(callsBefore);
  const told = lines.slice(linesBefore).flatMap(({ text }) => toLine(text));
  const ofTicks = told.filter(({ operation }) => operation === 'sendTick');
  // Calls of workers do not say which operation made them: where ticks were sent and no frame, the publisher's are the ticks'.
  const isFramed = told.some(({ operation }) => operation === 'publishFrame');
  const isTick = ({ function: name }: Call): boolean => !isFramed && ofTicks.length > 0 && name.endsWith('-publisher');
  return {
    used: unitsOf(
      calls.filter((call) => !isTick(call)),
      told.filter(({ operation }) => operation !== 'sendTick'),
    ),
    ticking: unitsOf(calls.filter(isTick), ofTicks),
    ticks: ofTicks.reduce((sum, { TicksSent = 0 }) => sum + TicksSent, 0),
  };
}

type Line = {
  readonly message: string;
  readonly operation: string;
  readonly TicksSent?: number;
  readonly bytes: number;
};
function toLine(text: string): Line[] {
  if (!text.startsWith('{')) return [];
  return [{ ...(JSON.parse(text) as Omit<Line, 'bytes'>), bytes: Buffer.byteLength(text) }];
}

function unitsOf(calls: readonly Call[], told: readonly Line[]): Units {
  const answered = told.filter(({ message }) => message === 'answered').length;
  const worked = told.filter(({ message }) => message === 'worked').length;
  const of = (service: string): number => calls.filter((call) => call.service === service).length;
  const sum = (unit: 'readUnits' | 'writeUnits'): number => calls.reduce((total, call) => total + (call[unit] ?? 0), 0);
  return {
    ...nothing,
    requests: answered,
    invocations: answered + worked,
    readUnits: sum('readUnits'),
    writeUnits: sum('writeUnits'),
    messages: of('sqs') * requestsPerMessage,
    busEvents: of('events'),
    logBytes: told.reduce((total, { bytes }) => total + bytes, 0),
  };
}
