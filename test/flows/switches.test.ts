import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { operate } from '../given/operators.ts';
import { expectRefused, goLive, schedule } from '../given/stories.ts';
import { itemsOf, times } from '../races/watching.ts';
import { openWorld, type Person, type World } from '../world.ts';

let world: World;
let host: Person;
let roomId: string;
beforeAll(async () => {
  world = await openWorld();
  host = await world.person('ada', { followers: 600 });
  roomId = await goLive(host);
  await world.settle();
});
afterAll(() => world.close());
beforeEach(async () => {
  await turn('--on', 'guests,chat,reactions,sales,new-rooms', '--tick-seconds', '0');
  await world.advance(5);
});
const turn = (...words: readonly string[]) => operate(world, 'switches', ...words);
const listen = () => world.nobody.post(`/v1/rooms/${roomId}/listen`);
const switchReads = () => world.cloud.calls.list().filter(isSwitchRead).length;
const isSwitchRead = (call: { readonly function?: string; readonly operation: string; readonly readUnits?: number }) =>
  call.function === 'rostrum-listen' && call.operation === 'GetItem' && call.readUnits === 0.5;

describe('the brownout switches', () => {
  it('turn chat and reactions off within five seconds, each for itself; what was written stays readable', async () => {
    const write = () => host.post(`/v1/rooms/${roomId}/chat`, { text: 'Hello' }, { 'idempotency-key': 'before' });
    const react = () => host.post(`/v1/rooms/${roomId}/reactions`, { emoji: '👏' });
    const first = await write();
    expect([first.status, (await react()).status]).toEqual([201, 200]);
    await turn('--off', 'chat');
    await world.advance(5);
    const refused = await host.post(`/v1/rooms/${roomId}/chat`, { text: 'Again' });
    expectRefused(refused, 503, 'switched_off', { switch: 'chat' });
    expect((await write()).body, 'what was done before is answered again').toEqual(first.body);
    expect((await react()).status).toBe(200);
    expect((await host.get(`/v1/rooms/${roomId}/chat`)).body.data).toEqual([first.body]);
    await turn('--on', 'chat', '--off', 'reactions');
    await world.advance(5);
    expectRefused(await react(), 503, 'switched_off', { switch: 'reactions' });
    expect((await host.post(`/v1/rooms/${roomId}/chat`, { text: 'Again' })).status).toBe(201);
  });

  it('keep guests out within five seconds of being turned, and let them in again', async () => {
    expect((await listen()).status).toBe(200);
    expect(await turn('--off', 'guests')).toContain('guests     OFF');
    await world.advance(5);
    expectRefused(await listen(), 503, 'switched_off', { switch: 'guests' });
    expect((await listen()).headers.get('retry-after')).toBe('60');
    const person = await world.person('bea');
    expect((await person.post(`/v1/rooms/${roomId}/join`)).status, 'people with an account are let in').toBe(200);
    expect(await turn('--on', 'guests')).toContain('guests     on');
    await world.advance(5);
    expect((await listen()).status).toBe(200);
  });

  it('let guests who are in leave', async () => {
    const { token } = (await listen()).body.guest;
    await turn('--off', 'guests');
    await world.advance(5);
    const left = await world.nobody.post(`/v1/rooms/${roomId}/leave`, undefined, { 'rostrum-guest': token });
    expect(left.status, left.text).toBe(200);
  });

  it('stop rooms from being made and started, and leave those that are live alone', async () => {
    const planner = await world.person('cleo', { followers: 600 });
    const planned = await schedule(world, planner);
    const key = { 'idempotency-key': 'before-the-brownout' };
    const owner = await world.person('dora', { followers: 600 });
    const made = await owner.post('/v1/rooms', { title: 'In time' }, key);
    await turn('--off', 'new-rooms');
    await world.advance(5);
    expectRefused(await host.post('/v1/rooms', { title: 'Too late' }), 503, 'switched_off', { switch: 'new-rooms' });
    expectRefused(await planner.post(`/v1/rooms/${planned}/start`), 503, 'switched_off');
    const again = await owner.post('/v1/rooms', { title: 'In time' }, key);
    expect([again.status, again.body.room?.id], 'what was done is still answered').toEqual([201, made.body.room.id]);
    expect((await owner.post(`/v1/rooms/${made.body.room.id}/start`)).status).toBe(200);
    expect((await host.post(`/v1/rooms/${roomId}/join`)).status).toBe(200);
    expect((await listen()).status).toBe(200);
    await turn('--on', 'new-rooms');
    await world.advance(5);
    expect((await planner.post(`/v1/rooms/${planned}/start`)).status).toBe(200);
  });

  it('are read once in five seconds, however many ask', async () => {
    await world.advance(5);
    world.cloud.calls.clear();
    for (let round = 0; round < 2; round += 1) await Promise.all(times(10, () => listen()));
    expect(switchReads()).toBe(1);
    await world.advance(5);
    await listen();
    expect(switchReads()).toBe(2);
  });
});

describe('the command', () => {
  it('shows what is off and changes nothing when nothing is asked', async () => {
    await turn('--off', 'chat', '--off', 'sales', '--tick-seconds', '10');
    const before = itemsOf(world, 'rooms').find(({ sk }) => sk === 'SWITCHES');
    const lines = (await turn()).trim().split('\n');
    expect(lines).toEqual([
      'guests     on',
      'chat       OFF',
      'reactions  on',
      'sales      OFF',
      'new-rooms  on',
      'ticks      every 10 s at most',
    ]);
    expect(itemsOf(world, 'rooms').find(({ sk }) => sk === 'SWITCHES')).toEqual(before);
    expect(before).toMatchObject({ tickPeriodSeconds: 10 });
  });

  it.each([
    ['a switch there is not', ['--off', 'lights'], "There is no switch 'lights'"],
    ['a period that is too long', ['--tick-seconds', '61'], 'from 0 to 60'],
    ['a period that is no number', ['--tick-seconds', 'often'], 'from 0 to 60'],
    ['a word it does not know', ['--dim', 'guests'], '--dim'],
  ])('refuses %s and turns nothing', async (_what, words, message) => {
    const before = itemsOf(world, 'rooms').find(({ sk }) => sk === 'SWITCHES');
    await expect(turn(...words)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
    expect(itemsOf(world, 'rooms').find(({ sk }) => sk === 'SWITCHES')).toEqual(before);
  });

  it('make ticks rarer, and the last change arrives all the same', async () => {
    await turn('--tick-seconds', '30');
    await world.advance(5);
    const ticks = () => world.cloud.calls.list().filter(({ operation }) => operation === 'EventPublish').length;
    const before = ticks();
    for (const handle of ['tia', 'tom', 'tess']) {
      const person = await world.person(handle);
      expect((await person.post(`/v1/rooms/${roomId}/join`)).status).toBe(200);
      await world.advance(5);
    }
    expect(ticks() - before).toBe(0);
    await world.advance(30);
    expect(ticks() - before).toBe(1);
  });
});
