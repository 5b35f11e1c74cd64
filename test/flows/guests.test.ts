import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedTextOf } from '../../adapters/signed-text.ts';
import { expectRefused, goLive, schedule } from '../given/stories.ts';
import { joinAudio } from '../synthetic-client.ts';
import { type Answer, type Door, openWorld, type Person, type World } from '../world.ts';

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

const listen = (id = roomId, token?: string, door: Door = world.nobody): Promise<Answer> =>
  door.post(`/v1/rooms/${id}/listen`, undefined, token === undefined ? {} : { 'rostrum-guest': token });
const leave = (token: string, id = roomId): Promise<Answer> =>
  world.nobody.post(`/v1/rooms/${id}/leave`, undefined, { 'rostrum-guest': token });
/** A listener without an account who is let in. */
async function guestIn(id = roomId): Promise<{ readonly id: string; readonly token: string; readonly answer: Answer }> {
  const answer = await listen(id);
  expect(answer.status, answer.text).toBe(200);
  return { ...answer.body.guest, answer };
}
const countOf = async (id = roomId): Promise<number> => {
  await world.advance(2);
  return (await world.nobody.get(`/v1/rooms/${id}`)).body.participantCount;
};
/** A room in which some rule is different from the usual one. */
async function roomWith(handle: string, wish: object): Promise<{ readonly owner: Person; readonly id: string }> {
  const owner = await world.person(handle, { followers: 600 });
  const id = await goLive(owner, wish);
  await world.settle();
  return { owner, id };
}

describe('somebody without an account', () => {
  it('is let in as a guest, with a seat that hears and cannot be heard', async () => {
    const { id, token, answer } = await guestIn();
    expect(answer.body).toMatchObject({ role: 'guest', labels: [], audio: { kind: 'audience' }, room: { id: roomId } });
    expect(answer.body.audio.attendee).toMatchObject({ Capabilities: { Audio: 'Receive' } });
    expect(id).toMatch(/^g[0-9A-Za-z]{13}$/);
    expect(token).not.toContain(answer.body.audio.attendee.JoinToken);
    expect(answer.body.realtime.channels).toEqual([`/rostrum/room/${roomId}/live`, `/rostrum/user/${id}`]);
    const { meeting, attendee } = answer.body.audio;
    const client = await joinAudio({ Meeting: meeting, Attendee: attendee });
    client.leave();
  });

  it('has the same seat when they come again with their token, and after they left', async () => {
    const { id, token, answer } = await guestIn();
    const again = await listen(roomId, token);
    expect([again.status, again.body.guest.id]).toEqual([200, id]);
    expect(again.body.audio.attendee).toEqual(answer.body.audio.attendee);
    expect((await leave(again.body.guest.token)).status).toBe(200);
    const back = await listen(roomId, again.body.guest.token);
    expect(back.body.audio.attendee).toEqual(answer.body.audio.attendee);
  });

  it('is counted while they are here, and named in no list', async () => {
    const before = await countOf();
    const { id, token } = await guestIn();
    expect(await countOf()).toBe(before + 1);
    const people = await host.get(`/v1/rooms/${roomId}/people`);
    expect(people.text).not.toContain(id);
    expect((await leave(token)).status).toBe(200);
    expect(await countOf()).toBe(before);
    expect((await leave(token)).status, 'leaving twice is no mistake').toBe(200);
  });

  it('listens in one room at a time', async () => {
    const { id: other } = await roomWith('otherhost', {});
    const { token } = await guestIn();
    const before = await countOf();
    const moved = await listen(other, token);
    expect(moved.status, moved.text).toBe(200);
    expect(await countOf(other)).toBe(2);
    expect(await countOf()).toBe(before - 1);
  });

  it('cannot leave a room they were never in, and is nobody without their token', async () => {
    const { id: other } = await roomWith('thirdhost', {});
    const { token } = await guestIn();
    expectRefused(await leave(token, other), 409, 'not_in_room');
    expectRefused(await world.nobody.post(`/v1/rooms/${roomId}/leave`), 401, 'unauthenticated');
  });

  it('costs three calls of the tables and a count, and none of the media service', async () => {
    await guestIn();
    const { answer } = await guestIn();
    const requestId = answer.headers.get('x-request-id');
    const calls = world.cloud.calls.list().filter((call) => call.requestId === requestId);
    const names = calls.map(({ service, operation }) => `${service} ${operation}`).sort();
    expect(names).toEqual(
      ['BatchGetItem', 'Query', 'TransactWriteItems', 'UpdateItem'].map((name) => `dynamodb ${name}`),
    );
  });
});

describe('a room keeps guests out', () => {
  it.each([
    ['that needs an account', { areGuestsAllowed: false }, 403, 'guests_not_allowed'],
    ['for followers', { audience: 'followers' }, 403, 'followers_only'],
    ['for invited people', { audience: 'invited' }, 403, 'invited_only'],
  ] as const)('%s', async (what, wish, status, code) => {
    const { id } = await roomWith(`h${what.length}${code.length}`, wish);
    expectRefused(await listen(id), status, code);
  });

  it('once it is locked, but not those who have been in', async () => {
    const { owner, id } = await roomWith('lockhost', {});
    const { token } = await guestIn(id);
    expect((await leave(token, id)).status).toBe(200);
    expect((await owner.patch(`/v1/rooms/${id}`, { isLocked: true })).status).toBe(200);
    expectRefused(await listen(id), 403, 'room_locked');
    expect((await listen(id, token)).status).toBe(200);
  });

  it('from the moment its host wants people with accounts only, also those who are in', async () => {
    const { owner, id } = await roomWith('strict', {});
    const { token } = await guestIn(id);
    expect((await owner.patch(`/v1/rooms/${id}`, { areGuestsAllowed: false })).status).toBe(200);
    expectRefused(await listen(id, token), 403, 'guests_not_allowed');
  });

  it('before it is live, after it is over, and when there is none', async () => {
    const planner = await world.person('planner', { followers: 600 });
    expectRefused(await listen(await schedule(world, planner)), 409, 'room_not_live');
    const { owner, id } = await roomWith('brief', {});
    const { token } = await guestIn(id);
    expect((await owner.post(`/v1/rooms/${id}/end`)).status).toBe(200);
    expectRefused(await listen(id), 409, 'room_already_ended');
    expectRefused(await listen(id, token), 409, 'room_already_ended');
    expectRefused(await listen('0000000000000'), 404, 'room_not_found', { param: 'roomId' });
  });

  it('and sends whoever has an account to join', async () => {
    expectRefused(await listen(roomId, undefined, await world.person('member')), 403, 'not_allowed_for_role');
  });
});

describe('a guest token', () => {
  it('is refused when it is not ours, was changed, is of another kind or has expired', async () => {
    const { id, token, answer } = await guestIn();
    const key = 'x'.repeat(64);
    const foreign = signedTextOf({ ...strange, signingKey: key, now: () => world.cloud.clock.now() }, 'guest');
    const exp = Math.floor(world.cloud.clock.now() / 1000) + 3600;
    const bad = [
      ['of another deployment', foreign.sign({ guestId: id, exp })],
      [
        'with another guest',
        `${Buffer.from(JSON.stringify({ guestId: 'g0000000000000', exp })).toString('base64url')}.${token.split('.')[1]}`,
      ],
      ['for realtime', answer.body.realtime.token],
      ['of a person', host.token],
      ['the bare id', id],
      ['nothing', ''],
    ] as const;
    for (const [what, wrong] of bad) {
      for (const answered of [await listen(roomId, wrong), await leave(wrong)])
        expect([answered.status, answered.body.error?.code], what).toEqual([401, 'unauthenticated']);
    }
    expect((await listen(roomId, token)).status).toBe(200);
    await world.advance(86_400);
    expectRefused(await leave(token), 401, 'unauthenticated', { param: 'Rostrum-Guest' });
  });

  it('does not open what is for people with an account', async () => {
    const { token } = await guestIn(await goLive(await world.person('nightowl', { followers: 600 })));
    for (const path of ['/v1/me', `/v1/rooms/${roomId}/people`])
      expect((await world.nobody.get(path, undefined, { 'rostrum-guest': token })).status).toBe(401);
    expect((await world.nobody.get('/v1/me', undefined, { authorization: `Bearer ${token}` })).status).toBe(401);
  });
});

const strange = {
  tableNames: {},
  queueUrls: {},
  randomBytes: () => new Uint8Array(),
  random: () => 0,
  digest: () => new Uint8Array(),
};
