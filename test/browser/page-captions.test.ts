import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Operator, openOperator } from '../flows/operator.ts';
import { choose, goLive, listenTo, press, roomIdOf, sees } from './page-steps.ts';
import { expectAccessible, expectToFit, openPageWorld, type PageWorld } from './page-world.ts';

let rooms: PageWorld;
let operator: Operator;
beforeAll(async () => {
  rooms = await openPageWorld();
  operator = await openOperator(rooms.world);
});
afterEach(() => rooms.clear());
afterAll(() => rooms.close());

describe('captions in the page', () => {
  it('are turned on and agreed to by the host, and read by a listener who wants to see them', async () => {
    const [host, listener] = await Promise.all([rooms.come(), rooms.come({ width: 360 })]);
    await Promise.all([choose(host, 'Tomás Vega'), choose(listener, 'Ravi Menon')]);
    await goLive(host, 'Night trains');
    await listenTo(listener, 'Night trains');
    await press(host, 'Unmute');
    await press(host, 'Turn captions on');
    await press(listener, 'Show captions');
    await press(host, 'Let my words be captioned');
    await sees(host, 'Stop captioning my words');
    const { stage } = await operator.liveRoom(roomIdOf(host));
    const attendeeId = stage[0]?.attendeeId ?? '';
    await expect
      .poll(async () => (await rooms.world.nobody.post('/local/audio/say', { attendeeId, text: 'All aboard' })).text)
      .toContain('true');
    await sees(listener, 'All aboard');
    expect(await listener.page.getByRole('listitem').filter({ hasText: 'All aboard' }).first().textContent()).toBe(
      'Tomás Vega All aboard',
    );
    await expectAccessible(listener, 'a room with captions');
    await expectToFit(listener, 'a room with captions');
    await press(host, 'Turn captions off');
    await listener.page.getByText('All aboard').waitFor({ state: 'detached' });
    expect([...host.complaints, ...listener.complaints]).toEqual([]);
  });
});
