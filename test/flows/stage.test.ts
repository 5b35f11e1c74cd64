import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heardFrame } from '../given/stage.ts';
import { expectRefused, goLive } from '../given/stories.ts';
import { connect, type Subscriber } from '../given/subscriber.ts';
import { type Body, openWorld, type Person, type World } from '../world.ts';

let world: World;
let host: Person;
let roomId: string;
let eve: Person;
const open: Subscriber[] = [];

beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  for (const subscriber of open) subscriber.close();
  await world.close();
});

let number = 0;
async function room(wish: object = {}) {
  number += 1;
  host = await world.person(`host${number}`, { followers: 600 });
  roomId = await goLive(host, wish);
  eve = await world.person(`eve${number}`);
  await joined(eve);
}
async function joined(person: Person): Promise<Body> {
  const answer = await person.post(at('join'));
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}
const at = (path: string): string => `/v1/rooms/${roomId}/${path}`;
async function following({ url, host: name, token, channels }: Body['realtime']): Promise<Subscriber> {
  const subscriber = await connect({ url, host: name, token });
  open.push(subscriber);
  for (const channel of channels) expect(await subscriber.listen(channel)).toBe(true);
  return subscriber;
}
const stageOf = async () => (await host.get(at('people?role=speaker'))).body.data.map(({ userId }) => userId);

describe('asking to speak', () => {
  it('is a request that hosts see, in the order of asking, and that is taken back', async () => {
    await room();
    const finn = await world.person('finn');
    await joined(finn);
    const stage = await following((await joined(host)).realtime);
    const asked = await eve.post(at('requests'));
    expect([asked.status, asked.body.userId]).toEqual([201, eve.userId]);
    await world.advance(1);
    expect((await finn.post(at('requests'))).status).toBe(201);
    expect((await eve.post(at('requests'))).body, 'asking twice is one request').toEqual(asked.body);
    const list = await host.get(at('requests'));
    expect(list.body.data.map(({ userId }) => userId)).toEqual([eve.userId, finn.userId]);
    const first = await host.get(at('requests?limit=1'));
    const second = await host.get(at(`requests?limit=1&cursor=${first.body.nextCursor}`));
    expect(second.body.data.map(({ userId }) => userId)).toEqual([finn.userId]);
    expect((await eve.remove(at('requests/me'))).status).toBe(200);
    expectRefused(await eve.remove(at('requests/me')), 404, 'not_found');
    await world.settle();
    expect(await heardFrame(stage, 'request.withdrawn')).toMatchObject({ userId: eve.userId });
    expect(stage.of('request.made').map(({ userId }) => userId)).toEqual([eve.userId, finn.userId]);
    expectRefused(await eve.get(at('requests')), 403, 'not_allowed_for_role');
  });

  it('ends when an invitation brings whoever asked onto the stage', async () => {
    await room();
    await eve.post(at('requests'));
    await host.post(at('invitations'), { userId: eve.userId, role: 'speaker' });
    expect((await eve.post(at('invitations/me/accept'))).status).toBe(200);
    await world.advance(5);
    expect((await host.get(at('requests'))).body.data).toEqual([]);
    expect(await stageOf()).toEqual([eve.userId]);
  });

  it('ends with whoever asked, when they leave', async () => {
    await room();
    await eve.post(at('requests'));
    await eve.post(at('leave'));
    await world.advance(5);
    expect((await host.get(at('requests'))).body.data).toEqual([]);
    expectRefused(await host.post(at(`requests/${eve.userId}/accept`)), 404, 'not_found');
  });

  it('is for those whom the room’s policy lets speak', async () => {
    await room({ speakersPolicy: 'followed' });
    expectRefused(await eve.post(at('requests')), 403, 'not_allowed_for_role', { speakersPolicy: 'followed' });
    await host.put(`/v1/me/following/${eve.userId}`);
    expect((await eve.post(at('requests'))).status).toBe(201);
    await host.patch(`/v1/rooms/${roomId}`, { speakersPolicy: 'invited' });
    const finn = await world.person('finn');
    await joined(finn);
    expectRefused(await finn.post(at('requests')), 403, 'not_allowed_for_role', { speakersPolicy: 'invited' });
  });

  it('is granted: a place, a credential, and the way up on the person’s own channel', async () => {
    await room();
    const ear = await following((await joined(eve)).realtime);
    await eve.post(at('requests'));
    const accepted = await host.post(at(`requests/${eve.userId}/accept`));
    expect([accepted.status, accepted.body], accepted.text).toMatchObject([
      200,
      { userId: eve.userId, role: 'speaker' },
    ]);
    await world.settle();
    const frame = await heardFrame(ear, 'promoted');
    const grant = await joined(eve);
    expect(grant.role).toBe('speaker');
    expect(frame['audio']).toEqual(grant.audio);
    expect(frame['realtime']).toMatchObject({ channels: grant.realtime.channels });
    expect((await host.get(at('requests'))).body.data).toEqual([]);
    expect((await host.post(at(`requests/${eve.userId}/accept`))).body, 'granted twice is once').toEqual(accepted.body);
  });

  it('is declined, and may be asked again', async () => {
    await room();
    const ear = await following((await joined(eve)).realtime);
    await eve.post(at('requests'));
    expect((await host.post(at(`requests/${eve.userId}/decline`))).status).toBe(200);
    await world.settle();
    await heardFrame(ear, 'request.closed');
    expect(await stageOf()).toEqual([]);
    expect((await eve.post(at('requests'))).status).toBe(201);
  });
});

describe('an invitation', () => {
  it('brings a listener on stage once they accept it, and not before', async () => {
    await room();
    const ear = await following((await joined(eve)).realtime);
    const invited = await host.post(at('invitations'), { userId: eve.userId, role: 'cohost' });
    expect([invited.status, invited.body.role]).toEqual([201, 'cohost']);
    await world.settle();
    expect(await heardFrame(ear, 'invited')).toMatchObject({ roomId, role: 'cohost', invitedBy: host.userId });
    expect((await joined(eve)).role).toBe('listener');
    expect((await eve.post(at('invitations/me/accept'))).body).toEqual({ role: 'cohost' });
    expect((await joined(eve)).role).toBe('cohost');
    await eve.remove(at('stage/me'));
    expectRefused(await eve.post(at('invitations/me/accept')), 409, 'already_decided');
  });

  it('to a live room is open for ten minutes, one before its start until the end', async () => {
    await room();
    await host.post(at('invitations'), { userId: eve.userId, role: 'speaker' });
    await world.advance(601);
    expectRefused(await eve.post(at('invitations/me/accept')), 409, 'invitation_expired');
    const early = await world.person('early');
    await room({ invitedUserIds: [early.userId] });
    for (let minutes = 0; minutes < 16; minutes += 4) {
      await world.advance(240);
      await joined(host);
    }
    expect((await early.post(at('invitations/me/accept'))).body).toEqual({ role: 'speaker' });
    expect((await joined(early)).role).toBe('speaker');
  });

  it('is declined or taken back, and then there is none', async () => {
    await room();
    await host.post(at('invitations'), { userId: eve.userId, role: 'speaker' });
    expect((await eve.post(at('invitations/me/decline'))).status).toBe(200);
    expectRefused(await eve.post(at('invitations/me/accept')), 404, 'not_found');
    await host.post(at('invitations'), { userId: eve.userId, role: 'speaker' });
    expect((await host.remove(at(`invitations/${eve.userId}`))).status).toBe(200);
    expectRefused(await eve.post(at('invitations/me/accept')), 404, 'not_found');
  });

  it('as co-host is the host’s to make, twice at most; unknown people cannot be invited', async () => {
    await room();
    const cohosts = await Promise.all(['c1', 'c2', 'c3'].map((handle) => world.person(`${handle}x${number}`)));
    for (const person of cohosts.slice(0, 2)) {
      await joined(person);
      await host.post(at('invitations'), { userId: person.userId, role: 'cohost' });
      await person.post(at('invitations/me/accept'));
    }
    const third = { userId: cohosts[2]?.userId ?? '', role: 'cohost' };
    expectRefused(await host.post(at('invitations'), third), 409, 'cohosts_full', { limit: 2 });
    expectRefused(
      (await cohosts[0]?.post(at('invitations'), third)) ?? (await host.get('/')),
      403,
      'not_allowed_for_role',
    );
    expectRefused(await host.post(at('invitations'), { userId: '424242', role: 'speaker' }), 404, 'user_not_found');
  });
});

describe('a removed person', () => {
  it('is out at once, told so, listed, and comes back only when the ban is lifted', async () => {
    await room();
    const ear = await following((await joined(eve)).realtime);
    expect((await host.remove(at(`people/${eve.userId}`))).status).toBe(200);
    await world.settle();
    await heardFrame(ear, 'removed');
    expectRefused(await eve.post(at('join')), 403, 'blocked_from_room');
    const bans = await host.get(at('bans'));
    expect(bans.body.data).toMatchObject([{ userId: eve.userId, byUserId: host.userId }]);
    expect((await host.remove(at(`bans/${eve.userId}`))).status).toBe(200);
    expectRefused(await host.remove(at(`bans/${eve.userId}`)), 404, 'not_found');
    expect((await joined(eve)).role).toBe('listener');
  });

  it('may be a guest, or somebody who was never there', async () => {
    await room();
    const { guest } = (await world.nobody.post(at('listen'))).body;
    expect((await host.remove(at(`people/${guest.id}`))).status).toBe(200);
    expectRefused(
      await world.nobody.post(at('listen'), undefined, { 'rostrum-guest': guest.token }),
      403,
      'blocked_from_room',
    );
    const finn = await world.person('finn');
    expect((await host.remove(at(`people/${finn.userId}`))).status).toBe(200);
    expectRefused(await finn.post(at('join')), 403, 'blocked_from_room');
    expectRefused(await host.remove(at('people/424242')), 404, 'user_not_found');
  });
});

describe('the room', () => {
  it('is handed over to a co-host, and the claim to host goes with it', async () => {
    await room();
    await host.post(at('invitations'), { userId: eve.userId, role: 'cohost' });
    await eve.post(at('invitations/me/accept'));
    await joined(eve);
    const handed = await host.put(at('host'), { userId: eve.userId });
    expect([handed.status, handed.body.hostId], handed.text).toEqual([200, eve.userId]);
    expect((await host.post('/v1/rooms', { title: 'Free to host again' })).status).toBe(201);
    expectRefused(await eve.put(at('host'), { userId: '424242' }), 409, 'not_on_stage');
  });

  it('shows raised hands to those on stage', async () => {
    await room();
    await host.post(at('invitations'), { userId: eve.userId, role: 'speaker' });
    await eve.post(at('invitations/me/accept'));
    const stage = await following((await joined(eve)).realtime);
    expect((await eve.put(at('hand'), { isRaised: true })).body).toEqual({ isRaised: true });
    await world.settle();
    expect(await heardFrame(stage, 'hand.raised')).toMatchObject({ userId: eve.userId, isRaised: true });
  });
});
