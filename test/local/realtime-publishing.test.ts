import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { operatorKeys } from '../../local/control/endpoints.ts';
import { type Listener, openListener } from './realtime-client.ts';
import { openRealtimeCloud, type RealtimeCloud } from './realtime-stage.ts';

let stage: RealtimeCloud;
let ada: Listener;
const room = '/rostrum/room/r1/live';

beforeAll(async () => {
  stage = await openRealtimeCloud();
  ada = await openListener(`${stage.cloud.url.replace('http', 'ws')}/event/realtime`, `listen ${room}`);
  await ada.greeting();
  await ada.subscribe(room);
});
afterEach(() => {
  ada.frames.length = 0;
  stage.cloud.calls.clear();
  stage.cloud.faults.clear();
});
afterAll(() => stage?.close());

/** Publishes as somebody who is no function. */
const post = (body: string, keyId?: string) =>
  fetch(`${stage.cloud.url}/event`, {
    method: 'POST',
    body,
    headers: keyId
      ? { authorization: `AWS4-HMAC-SHA256 Credential=${keyId}/20260101/us-east-1/appsync/aws4_request` }
      : {},
  });

/** Proves that nothing came before this. */
async function nothingWasHeard(): Promise<void> {
  stage.cloud.faults.clear();
  await stage.publish(room, 'end');
  await ada.hears(1);
  expect(ada.heard()).toEqual(['end']);
}

describe('who may publish', () => {
  test('a function whose role says so, and it is counted with the request it belongs to', async () => {
    expect((await stage.publish(room, 1)).status).toBe(200);
    expect(stage.cloud.calls.list()).toMatchObject([
      { service: 'appsync', operation: 'EventPublish', function: 'small-speaker', requestId: 'request-1' },
    ]);
  });

  test('no other function, in the words of AWS', async () => {
    const answer = await stage.call('bystander', { channel: room, events: ['1'] });
    expect(answer).toMatchObject({ status: 403, body: { errors: [{ errorType: 'AccessDeniedException' }] } });
    expect(JSON.stringify(answer)).toMatch(
      /appsync:EventPublish on resource: arn:aws:appsync:[^"]*channelNamespace\/rostrum/,
    );
    await nothingWasHeard();
  });

  test('the operator, but nobody without a key', async () => {
    const body = JSON.stringify({ channel: room, events: ['"by hand"'] });
    expect((await post(body, operatorKeys.accessKeyId)).status).toBe(200);
    await ada.hears(1);
    for (const keyId of [undefined, 'AKIANOBODY']) {
      const refusal = await post(body, keyId);
      expect([refusal.status, await refusal.json()]).toMatchObject([
        401,
        { errors: [{ errorType: 'UnauthorizedException' }] },
      ]);
    }
  });
});

describe('a publish', () => {
  const fiveEvents = ['1', '2', '3', '4', '5'];
  const large = JSON.stringify('x'.repeat(240 * 1024 - 2));

  test('takes five events of 240 KB', async () => {
    const events = [...fiveEvents.slice(1), large];
    expect(await stage.call('speaker', { channel: room, events })).toMatchObject({ status: 200 });
    await ada.hears(5);
  });

  test('takes a channel without its first slash', async () => {
    await stage.publish('rostrum/room/r1/live', 'here');
    await ada.hears(1);
  });

  test.each([
    ['no event', { channel: room, events: [] }],
    ['six events', { channel: room, events: [...fiveEvents, '6'] }],
    ['an event above 240 KB', { channel: room, events: [`${large} `] }],
    ['an event that is no JSON text', { channel: room, events: ['{'] }],
    ['an event that is no text', { channel: room, events: [{ seq: 1 }] }],
    ['events that are no list', { channel: room, events: '1' }],
    ['a wildcard', { channel: '/rostrum/room/*', events: ['1'] }],
    ['a channel deeper than five segments', { channel: '/rostrum/a/b/c/d/e', events: ['1'] }],
  ])('with %s is refused whole', async (_what, body) => {
    const keyed = await post(JSON.stringify(body), operatorKeys.accessKeyId);
    expect([keyed.status, await keyed.json()]).toMatchObject([400, { errors: [{ errorType: 'BadRequestException' }] }]);
    await nothingWasHeard();
  });

  test('to another namespace is refused, and so is any other call', async () => {
    const stranger = await post('{"channel":"/other/a","events":["1"]}', operatorKeys.accessKeyId);
    expect(stranger.status).toBe(400);
    expect((await post('[]', operatorKeys.accessKeyId)).status).toBe(400);
    expect((await post('no JSON', operatorKeys.accessKeyId)).status).toBe(400);
    const authorization = `AWS4-HMAC-SHA256 Credential=${operatorKeys.accessKeyId}/20260101/us-east-1/appsync/aws4_request`;
    const read = await fetch(`${stage.cloud.url}/event`, { headers: { authorization } });
    expect([read.status, await read.text()]).toEqual([501, expect.stringContaining('appsync GET /event')]);
  });
});

describe('faults', () => {
  const fault = (mode: string) => stage.cloud.faults.add({ service: 'appsync', operation: 'EventPublish', mode });

  test.each([
    ['fail-before', 500],
    ['throttle', 429],
  ])('%s: the publisher is told, nobody hears', async (mode, status) => {
    fault(mode);
    expect(await stage.publish(room, 1)).toMatchObject({ status });
    await nothingWasHeard();
  });

  test('drop: the publisher thinks all is well, nobody hears', async () => {
    fault('drop');
    expect(await stage.publish(room, 1)).toMatchObject({ status: 200 });
    await nothingWasHeard();
  });

  test.each([
    ['apply-then-fail', [1, 2]],
    ['duplicate', [1, 1, 2]],
    ['reorder', [2, 1]],
  ])('%s: what was heard shows it', async (mode, heard) => {
    fault(mode);
    await stage.publish(room, 1);
    await stage.publish(room, 2);
    await ada.hears(heard.length);
    expect(ada.heard()).toEqual(heard);
  });
});
