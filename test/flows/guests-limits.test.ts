import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyOf } from '../../domain/policy.ts';
import { expectRefused, goLive } from '../given/stories.ts';
import { itemsOf, times } from '../races/watching.ts';
import { openWorld, type World } from '../world.ts';

const { newGuestsPerAddressAndMinute: mostNew, listensPerGuestAndMinute: mostCalls } = policyOf('2021-05');

let world: World;
let roomId: string;
beforeAll(async () => {
  world = await openWorld();
  roomId = await goLive(await world.person('ada', { followers: 600 }));
  await world.settle();
});
afterAll(() => world.close());

const listen = (token?: string) =>
  world.nobody.post(`/v1/rooms/${roomId}/listen`, undefined, token === undefined ? {} : { 'rostrum-guest': token });
/** A minute that has just begun, so that what follows is counted together. */
const nextMinute = () => world.advance(60 - ((world.cloud.clock.now() / 1000) % 60) + 0.5);
/** The status that a call from another address of this machine is answered. */
const listenFrom = (localAddress: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const url = `${world.url.replace('localhost', '127.0.0.1')}/v1/rooms/${roomId}/listen`;
    const call = request(url, { method: 'POST', localAddress }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    call.on('error', reject).end();
  });

describe('guests of one address', () => {
  it('are let in up to the limit of a minute, and one more has to wait for the next', async () => {
    await nextMinute();
    const answers = [];
    for (let at = 0; at < mostNew; at += 10) answers.push(...(await Promise.all(times(10, () => listen()))));
    expect(answers.map(({ status }) => status)).toEqual(times(mostNew, () => 200));
    const refused = await listen();
    expectRefused(refused, 429, 'too_fast', { limit: mostNew });
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect((await listen(answers[0]?.body.guest.token)).status, 'who is in may come again').toBe(200);
    expect(await listenFrom('127.0.0.2'), 'others are not held up').toBe(200);
    await world.advance(wait);
    expect((await listen()).status).toBe(200);
  });

  it('are no more of them when many come in the same instant', async () => {
    await nextMinute();
    const answers = await Promise.all(times(mostNew + 20, () => listen()));
    const count = (status: number) => answers.filter((answer) => answer.status === status).length;
    expect([count(200), count(429)]).toEqual([mostNew, 20]);
  });

  it('are not counted where they could not have come in', async () => {
    await nextMinute();
    const closed = await goLive(await world.person('closed', { followers: 600 }), { areGuestsAllowed: false });
    for (let turn = 0; turn < mostNew + 1; turn += 1) await world.nobody.post(`/v1/rooms/${closed}/listen`);
    expect((await listen()).status).toBe(200);
  });
});

describe('one guest', () => {
  it('comes back so many times a minute', async () => {
    await nextMinute();
    const { token } = (await listen()).body.guest;
    for (let turn = 0; turn < mostCalls; turn += 1) expect((await listen(token)).status).toBe(200);
    expectRefused(await listen(token), 429, 'too_fast', { limit: mostCalls });
    expect((await listen()).status).toBe(200);
  });
});

describe('what is kept of an address', () => {
  it('is a digest that time takes away', async () => {
    const kept = itemsOf(world, 'rooms').filter(({ sk }) => sk === 'ALLOWANCE');
    expect(kept.length).toBeGreaterThan(0);
    const now = world.cloud.clock.now() / 1000;
    for (const item of kept) {
      expect(JSON.stringify(item)).not.toMatch(/127\.0\.0|::1/);
      expect(Number(item['expiresAt'])).toBeLessThan(now + 180);
    }
    expect(JSON.stringify(itemsOf(world, 'rooms'))).not.toMatch(/127\.0\.0\.\d/);
  });
});
