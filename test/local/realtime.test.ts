import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Listener, openListener } from './realtime-client.ts';
import { openRealtimeCloud, type RealtimeCloud } from './realtime-stage.ts';

let stage: RealtimeCloud;
let url = '';
const open: Listener[] = [];
const room = '/rostrum/room/r1/live';

beforeAll(async () => {
  stage = await openRealtimeCloud();
  url = `${stage.cloud.url.replace('http', 'ws')}/event/realtime`;
});
afterEach(() => {
  for (const listener of open.splice(0)) listener.close();
  stage.cloud.faults.clear();
});
afterAll(() => stage?.close());

async function listener(token = `listen ${room}`): Promise<Listener> {
  const one = await openListener(url, token);
  open.push(one);
  return one;
}

describe('a subscriber', () => {
  test('connects, subscribes and hears what is published', async () => {
    const ada = await listener();
    expect(await ada.greeting()).toEqual({ type: 'connection_ack', connectionTimeoutMs: 300_000 });
    expect(await ada.subscribe(room, 's1')).toEqual({ type: 'subscribe_success', id: 's1' });
    const { status, body } = await stage.publish(room, { seq: 1 }, { seq: 2 });
    expect(status).toBe(200);
    expect(body).toEqual({
      failed: [],
      successful: [0, 1].map((index) => ({ identifier: expect.stringMatching(/^[0-9a-f-]{36}$/), index })),
    });
    await ada.hears(2);
    expect(ada.heard()).toEqual([{ seq: 1 }, { seq: 2 }]);
    expect(ada.frames.at(-1)).toEqual({ type: 'data', id: 's1', event: '{"seq":2}' });
  });
});
