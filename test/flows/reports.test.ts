import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guestReportsPerAddressAndHour, reportsPerHour } from '../../domain/report.ts';
import { done, everyPage, moderatorNamed, reportSeen, toldIn } from '../given/moderation.ts';
import { expectRefused, goLive, schedule } from '../given/stories.ts';
import { times } from '../races/watching.ts';
import { openWorld, type Person, type World } from '../world.ts';
import { type Operator, openOperator } from './operator.ts';

let world: World;
let host: Person;
let speaker: Person;
let moderator: Person;
let operator: Operator;
let roomId: string;
beforeAll(async () => {
  world = await openWorld();
  operator = await openOperator(world);
  host = await world.person('ada', { followers: 600 });
  speaker = await world.person('sam', { name: 'Sam' });
  moderator = await moderatorNamed(world, 'mo');
  roomId = await goLive(host, { title: 'What was said' });
  await world.settle();
});
afterAll(() => world.close());

const file = (person: Pick<Person, 'post'>, wish: object, headers?: Readonly<Record<string, string>>) =>
  person.post('/v1/reports', wish, headers);

describe('a report', () => {
  it('is answered with its id and state, and not with what moderators see', async () => {
    const reporter = await world.person('bea');
    const answer = await file(reporter, { roomId, userId: speaker.userId, reason: 'abuse', text: 'Shouts.' });
    const told = done(answer, 201);
    expect(told).toEqual({
      id: expect.stringMatching(/^rpt_[0-9A-Za-z]{13}$/),
      state: 'open',
      reason: 'abuse',
      roomId,
      userId: speaker.userId,
      at: expect.any(String),
    });
  });

  it('keeps what was true when it was filed, whatever changes later', async () => {
    const reporter = await world.person('ben');
    expect((await host.post(`/v1/rooms/${roomId}/pins`, { url: 'https://example.org/a' })).status).toBe(201);
    const said = await host.post(`/v1/rooms/${roomId}/chat`, { text: 'First words' });
    expect(said.status, said.text).toBe(201);
    await operator.putOnStage(roomId, speaker);
    await world.advance(7);
    const { id } = done(await file(reporter, { roomId, userId: speaker.userId, reason: 'violence' }), 201);
    expect((await host.patch(`/v1/rooms/${roomId}`, { title: 'Nothing was said' })).status).toBe(200);
    expect((await speaker.patch('/v1/me', { name: 'Somebody else' })).status).toBe(200);
    expect((await host.remove(`/v1/rooms/${roomId}/chat/${said.body.id}`)).status).toBe(200);
    expect((await host.post(`/v1/rooms/${roomId}/chat`, { text: 'Other words' })).status).toBe(201);
    expect((await host.post(`/v1/rooms/${roomId}/pins`, { url: 'https://example.org/b' })).status).toBe(201);
    await operator.takeOffStage(roomId, speaker);
    const seen = await reportSeen(moderator, id);
    expect(seen).toMatchObject({
      reporterId: reporter.userId,
      concernedUserId: speaker.userId,
      evidence: {
        person: { handle: 'sam', name: 'Sam', bio: '' },
        room: {
          title: 'What was said',
          status: 'live',
          hostId: host.userId,
          stage: [
            { userId: host.userId, role: 'host' },
            { userId: speaker.userId, role: 'speaker' },
          ],
          pins: [expect.objectContaining({ url: 'https://example.org/a', userId: host.userId })],
          lines: [{ id: said.body.id, userId: host.userId, text: 'First words', at: expect.any(String) }],
        },
      },
    });
    expect(seen?.evidence.room['secondsSinceStart']).toBeGreaterThanOrEqual(7);
    expect((await host.patch(`/v1/rooms/${roomId}`, { title: 'What was said' })).status).toBe(200);
  });

  it('of a room alone concerns its host, and of a person alone has no room', async () => {
    const reporter = await world.person('bob');
    const room = done(await file(reporter, { roomId, reason: 'spam' }), 201);
    const person = done(await file(reporter, { userId: speaker.userId, reason: 'spam' }), 201);
    expect(await reportSeen(moderator, room.id)).toMatchObject({ concernedUserId: host.userId });
    const seen = await reportSeen(moderator, person.id);
    expect(seen).toMatchObject({ concernedUserId: speaker.userId });
    expect(seen?.evidence.room).toBeUndefined();
  });

  it('of a room that is only planned is taken', async () => {
    const reporter = await world.person('bud');
    const planned = await schedule(world, await world.person('eve', { followers: 600 }));
    const { id } = done(await file(reporter, { roomId: planned, reason: 'other', text: 'A bad title.' }), 201);
    const seen = await reportSeen(moderator, id);
    expect(seen?.evidence.room).toMatchObject({ status: 'scheduled', stage: [] });
  });

  it('is filed by a guest under the guest’s own id', async () => {
    const { token, id: guestId } = (await world.nobody.post(`/v1/rooms/${roomId}/listen`)).body.guest;
    const answer = await file(world.nobody, { roomId, reason: 'self_harm' }, { 'rostrum-guest': token });
    expect(await reportSeen(moderator, done(answer, 201).id)).toMatchObject({ reporterId: guestId });
  });

  it('is told to the bus without who filed it', async () => {
    const reporter = await world.person('bill');
    const { id } = done(await file(reporter, { roomId, userId: speaker.userId, reason: 'sexual_content' }), 201);
    await world.settle();
    const events = toEvents((await world.nobody.get('/local/events')).body).filter(
      ({ detail, detailType }) => detailType === 'report.filed' && detail['reportId'] === id,
    );
    expect(events.map(({ detail }) => detail)).toEqual([
      expect.objectContaining({ roomId, userId: speaker.userId, reason: 'sexual_content' }),
    ]);
    expect(JSON.stringify(events)).not.toContain(reporter.userId);
  });
});
type SeenEvent = { readonly detailType: string; readonly detail: Readonly<Record<string, unknown>> };
const toEvents = (body: unknown) => (body as { readonly data: readonly SeenEvent[] }).data;

describe('a report is refused', () => {
  it('to nobody in particular, and to a bad guest token', async () => {
    expectRefused(await file(world.nobody, { roomId, reason: 'spam' }), 401, 'unauthenticated');
    const bad = await file(world.nobody, { roomId, reason: 'spam' }, { 'rostrum-guest': 'g123' });
    expectRefused(bad, 401, 'unauthenticated');
  });

  it('without a room or a person, and for those there are not', async () => {
    const reporter = await world.person('bas');
    expectRefused(await file(reporter, { reason: 'spam' }), 400, 'invalid_field', { param: 'roomId' });
    expectRefused(await file(reporter, { roomId: '0', reason: 'spam' }), 404, 'room_not_found', { param: 'roomId' });
    expectRefused(await file(reporter, { userId: '7', reason: 'spam' }), 404, 'user_not_found', { param: 'userId' });
  });

  it('with more than 1 000 characters, counted as people count', async () => {
    const reporter = await world.person('bo');
    const wish = { roomId, reason: 'spam' };
    expectRefused(await file(reporter, { ...wish, text: 'é'.repeat(1001) }), 400, 'invalid_field', { param: 'text' });
    expect(toldIn(await file(reporter, { ...wish, text: '👋'.repeat(1000) })).state).toBe('open');
  });

  it('to a suspended person', async () => {
    const reporter = await world.person('bart', { isSuspended: true });
    expectRefused(await file(reporter, { roomId, reason: 'spam' }), 403, 'account_suspended');
  });
});

describe('the same report again', () => {
  it('is the report that stands, until that is decided', async () => {
    const reporter = await world.person('cleo');
    const wish = { roomId, userId: speaker.userId, reason: 'abuse' };
    const first = done(await file(reporter, wish), 201);
    const again = done(await file(reporter, { ...wish, text: 'I mean it.' }), 201);
    expect(again.id).toBe(first.id);
    const other = done(await file(reporter, { ...wish, reason: 'spam' }), 201);
    expect(other.id).not.toBe(first.id);
    const decided = { state: 'dismissed', decision: 'Nothing was found.' };
    done(await moderator.patch(`/v1/moderation/reports/${first.id}`, decided));
    const next = done(await file(reporter, wish), 201);
    expect(next.id).not.toBe(first.id);
    expect(done(await file(reporter, wish), 201).id).toBe(next.id);
  });

  it('filed eight times at once is one', async () => {
    const reporter = await world.person('carl');
    const wish = { roomId, reason: 'other' };
    const answers = await Promise.all(times(8, () => file(reporter, wish)));
    expect(new Set(answers.map((answer) => done(answer, 201).id)).size).toBe(1);
  });

  it('of somebody else is another one', async () => {
    const wish = { roomId, userId: speaker.userId, reason: 'private_information' };
    const [one, other] = [await world.person('cora'), await world.person('cyd')];
    expect(done(await file(one, wish), 201).id).not.toBe(done(await file(other, wish), 201).id);
  });

  it('under the same key is answered as it was, also after it was decided', async () => {
    const reporter = await world.person('cato');
    const wish = { roomId, reason: 'spam' };
    const first = done(await file(reporter, wish, { 'idempotency-key': 'k1' }), 201);
    done(await moderator.patch(`/v1/moderation/reports/${first.id}`, { state: 'dismissed', decision: 'No.' }));
    expect(done(await file(reporter, wish, { 'idempotency-key': 'k1' }), 201)).toEqual(first);
    const other = await file(reporter, { ...wish, reason: 'abuse' }, { 'idempotency-key': 'k1' });
    expectRefused(other, 409, 'idempotency_mismatch');
  });
});

describe('reports of one hour', () => {
  const reasons = ['abuse', 'spam', 'other', 'violence', 'self_harm'];
  const wishes = () => [
    ...reasons.map((reason) => ({ roomId, reason })),
    ...reasons.map((reason) => ({ userId: speaker.userId, reason })),
    { roomId, userId: speaker.userId, reason: 'spam' },
  ];
  const nextHour = () => world.advance(3600 - ((world.cloud.clock.now() / 1000) % 3600) + 1);

  it('are ten for one person; the next hour has ten more, and repeats of what stands count for nothing', async () => {
    await nextHour();
    const reporter = await world.person('dora');
    const all = wishes();
    for (const wish of all.slice(0, reportsPerHour)) done(await file(reporter, wish), 201);
    const [first = {}, last = {}] = [all[0], all.at(-1)];
    const refused = await file(reporter, last);
    expectRefused(refused, 429, 'too_fast', { limit: reportsPerHour });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    done(await file(reporter, first), 201);
    await nextHour();
    done(await file(await world.person('dora'), last), 201);
  });

  it('are counted by address for guests, whoever they say they are', async () => {
    await nextHour();
    const live = await goLive(await world.person('gil', { followers: 600 }));
    const listening = async () => (await world.nobody.post(`/v1/rooms/${live}/listen`)).body.guest.token;
    let filed = 0;
    while (filed < guestReportsPerAddressAndHour) {
      const token = await listening();
      for (const reason of reasons.concat('sexual_content')) {
        const answer = await file(world.nobody, { roomId: live, reason }, { 'rostrum-guest': token });
        if (filed < guestReportsPerAddressAndHour) done(answer, 201);
        filed += 1;
      }
    }
    const one = await file(world.nobody, { roomId: live, reason: 'abuse' }, { 'rostrum-guest': await listening() });
    expectRefused(one, 429, 'too_fast', { limit: guestReportsPerAddressAndHour });
    expect((await file(await world.person('dan'), { roomId: live, reason: 'abuse' })).status).toBe(201);
  });
});

describe('the queue', () => {
  it('lists every report once, oldest first, however small the pages', async () => {
    moderator = await moderatorNamed(world, 'mo');
    const all = await everyPage(moderator, '/v1/moderation/reports');
    const small = await everyPage(moderator, '/v1/moderation/reports', 3);
    expect(all.length).toBeGreaterThan(10);
    expect(small.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted());
    expect(new Set(all.map(({ state }) => state))).toEqual(new Set(['open']));
  });

  it('is seen by moderators only: not by whoever filed, nor by admins', async () => {
    const admin = await world.person('adm', { roles: ['admin'] });
    for (const person of [await world.person('ada'), await world.person('sam'), admin])
      expectRefused(await person.get('/v1/moderation/reports'), 403, 'not_allowed_for_role');
    expect((await world.nobody.get('/v1/moderation/reports')).status).toBe(401);
  });
});
