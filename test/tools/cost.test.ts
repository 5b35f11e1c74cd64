import { beforeAll, describe, expect, inject, it } from 'vitest';
import { measureRoom, measureSale } from '../../tools/cost/measure.ts';
import { billOf, mediaOf } from '../../tools/cost/room-hour.ts';
import { type Measured, nothing } from '../../tools/cost/units.ts';

const four = { replicaBudget: 4 };
const silent: Measured = {
  start: nothing,
  join: nothing,
  renewal: nothing,
  read: nothing,
  change: nothing,
  leave: nothing,
  end: nothing,
  tick: nothing,
};

describe('what is paid for a room', () => {
  it('goes by the media tier of its size', () => {
    expect(mediaOf(1000, four)).toEqual({ tier: 'replicas', inReplicas: 1000, broadcast: 0 });
    expect(mediaOf(1001, four)).toMatchObject({ inReplicas: 1000, broadcast: 1 });
    expect(mediaOf(10_000, { replicaBudget: 40 })).toMatchObject({ inReplicas: 10_000, broadcast: 0 });
    // 1 000 listeners and 5 people on stage for 60 minutes at $0.0017.
    expect(billOf(1000, silent, four).lines.media).toBeCloseTo(102.51);
    // The next 9 000 at $0.0075 an hour.
    expect(billOf(10_000, silent, four).lines.media).toBeCloseTo(102.51 + 67.5);
  });

  it('is mostly deliveries in a large room, which come less often the larger it is', () => {
    const [small, large] = [billOf(1000, silent, four), billOf(1_000_000, silent, four)];
    // A tick a second and 60 changes to each; three operations for each of 1.5 arrivals; a minute's connection 60 times.
    expect(small.lines.realtime).toBeCloseTo((1000 * (3600 + 60) + 4500 + 3660) * 1e-6 + 60_000 * 0.08e-6, 6);
    expect(large.lines.realtime / small.lines.realtime).toBeLessThan(150);
  });

  it('adds up: the control plane is everything but media', () => {
    const { control, allIn, lines } = billOf(10, { ...silent, join: { ...nothing, requests: 1, writeUnits: 8 } }, four);
    expect(lines.api).toBeCloseTo(15e-6);
    expect(lines.tables).toBeCloseTo(15 * 8 * 0.625e-6);
    expect(allIn - control).toBeCloseTo(lines.media);
  });
});

describe('a room of the embedded cloud', () => {
  let measured: Measured;
  beforeAll(async () => {
    measured = await measureRoom(inject('assembly'));
  });

  it('is counted with what follows in workers', () => {
    const { join, tick, change, start } = measured;
    expect(join.requests).toBe(1);
    expect(join.invocations).toBeGreaterThan(1);
    expect(join.writeUnits).toBeGreaterThan(8);
    expect([tick.requests, tick.invocations]).toEqual([0, 1]);
    expect(tick.writeUnits).toBeGreaterThan(0);
    expect(change.invocations).toBeGreaterThanOrEqual(2);
    // A hundred seats are made ahead.
    expect(start.writeUnits).toBeGreaterThan(100);
  });

  it('keeps to the budget of its control plane: below 6 dollars a thousand listener-hours, below 60 cents in a huge room', () => {
    for (const [listeners, dollars] of [
      [10, 6],
      [1000, 4.5],
      [10_000, 2.5],
      [100_000, 1],
      [1_000_000, 0.6],
    ] as const)
      expect((billOf(listeners, measured, four).control / listeners) * 1000, `${listeners}`).toBeLessThan(dollars);
  });
});

it('a ticket is counted with what the payment service has to say, and a minute in which nothing is due', async () => {
  const { purchase, refund, sweep } = await measureSale(inject('assembly'));
  // The buyer asks and looks; news of the payment come as requests too.
  expect(purchase.requests).toBeGreaterThan(2);
  expect(purchase.writeUnits).toBeGreaterThan(15);
  expect(refund.writeUnits).toBeGreaterThan(10);
  expect([sweep.requests, sweep.invocations, sweep.writeUnits]).toEqual([0, 1, 0]);
});
