import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogLine } from '../../local/runner/log.ts';
import { type Sample, samplesOf, stateOf } from '../given/alarm-state.ts';
import { deployedAlarm } from '../given/deployed-alarm.ts';
import { boughtTicket, ledgerOf, onSale, seller } from '../given/tickets.ts';
import { openWorld, type Person, type World } from '../world.ts';

let world: World;
let host: Person;
let buyer: Person;
let roomId: string;
const lines: LogLine[] = [];
beforeAll(async () => {
  world = await openWorld({ onLog: (line) => lines.push(line) });
  host = await seller(world, 'ada');
  buyer = await world.person('buyer', { tokenSeconds: 2_000_000 });
  roomId = await onSale(world, host, 3);
  await boughtTicket(world, buyer, roomId);
  // Periods begin at whole five minutes: what happens here must lie in one period there.
  await world.advance(300 - ((world.cloud.clock.now() / 1000) % 300));
});
afterAll(() => world.close());

const alarms = ['refunds-failed', 'disputes-opened', 'payouts-failed'];
const samples = (): Sample[] => lines.flatMap(({ text }) => samplesOf(text));
const ringing = (): readonly string[] =>
  alarms.filter((name) => stateOf(deployedAlarm(name), samples(), world.cloud.clock.now()) === 'ALARM');
const told = async (path: string, body: object): Promise<void> => {
  expect((await world.nobody.post(`/local/stripe/${path}`, body)).status).toBe(200);
  await world.settle();
};

/** Each of these waits for an operator, so each wakes one. */
describe('an operator is told', () => {
  it('of nothing while money goes its way', () => {
    expect(ringing()).toEqual([]);
  });

  it('of a bank that takes a payment up', async () => {
    const paymentIntent = ledgerOf(world, roomId)[0]?.paymentIntentId;
    await told('dispute', { paymentIntent });
    expect(ringing()).toEqual(['disputes-opened']);
    await world.advance(600);
    expect(ringing()).toEqual([]);
    // The host is not paid before it is decided.
    await told('dispute', { paymentIntent, outcome: 'won' });
  });

  it('of a refund that did not go through', async () => {
    const other = await world.person('other', { tokenSeconds: 2_000_000 });
    await boughtTicket(world, other, roomId);
    await world.nobody.post('/local/stripe/refund', { outcome: 'failed' });
    expect((await other.remove(`/v1/rooms/${roomId}/tickets/me`)).status).toBe(200);
    await world.settle();
    expect(ringing()).toEqual(['refunds-failed']);
  });

  it('of a host who cannot be paid, and not of a payment service that only does not answer', async () => {
    await boughtTicket(world, await world.person('third', { tokenSeconds: 2_000_000 }), roomId);
    for (const command of ['start', 'end']) await host.post(`/v1/rooms/${roomId}/${command}`);
    await world.advance(7 * 86_400 - 60);
    const outage = { service: 'stripe', operation: 'transfers.create', mode: 'fail-before', times: 1 };
    await world.nobody.post('/local/faults', outage);
    await world.advance(120);
    expect(ringing()).toEqual([]);
    await world.nobody.remove('/local/faults');
    await told('balance', { available: 0 });
    await world.advance(60);
    expect(ringing()).toEqual(['payouts-failed']);
    // The payment service gives the same answer under the same key for a day.
    await told('balance', { available: 1_000_000 });
    await world.advance(86_400 + 120);
    expect(ledgerOf(world, roomId).filter(({ kind }) => kind === 'payout')).toHaveLength(1);
  });
});
