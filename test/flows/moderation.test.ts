import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actsOf, done, everyPage, moderatorNamed, reportSeen } from '../given/moderation.ts';
import { expectRefused, goLive, inSeconds } from '../given/stories.ts';
import { openWorld, type Person, type World } from '../world.ts';
import { type Operator, openOperator } from './operator.ts';

let world: World;
let operator: Operator;
let moderator: Person;
let admin: Person;
beforeAll(async () => {
  world = await openWorld();
  operator = await openOperator(world);
});
afterAll(() => world.close());
/** Tokens live for an hour, and some tests go further. */
beforeEach(async () => {
  moderator = await moderatorNamed(world, 'mo');
  admin = await world.person('adm', { roles: ['admin'] });
});

const eligible = (handle: string) => world.person(handle, { followers: 600 });
const audit = (roomId: string) => everyPage(moderator, `/v1/moderation/audit?roomId=${roomId}`);
const kindsIn = (acts: readonly { readonly kind: string }[]) => acts.map(({ kind }) => kind);
const suspend = (by: Person, { userId }: Person, wish: object) =>
  by.put(`/v1/moderation/users/${userId}/suspension`, wish);

describe('a moderator ends a room', () => {
  it('for good: it is over for everybody, its host reads why, and the chain has it', async () => {
    const host = await eligible('ada');
    const roomId = await goLive(host);
    const ended = done(await moderator.post(`/v1/moderation/rooms/${roomId}/end`, { reason: 'Threats on air.' }));
    expect(ended).toMatchObject({ status: 'ended', endReason: 'moderator_ended' });
    expectRefused(await host.post(`/v1/rooms/${roomId}/join`), 409, 'room_already_ended');
    const [act] = await actsOf(host);
    expect(act).toEqual({
      id: expect.stringMatching(/^act_/),
      kind: 'room_ended',
      userId: host.userId,
      roomId,
      reason: 'Threats on air.',
      at: expect.any(String),
    });
    expect(await audit(roomId)).toEqual([
      expect.objectContaining({ kind: 'room_ended', byUserId: moderator.userId, actId: act?.id, userId: host.userId }),
    ]);
    expect((await host.post('/v1/rooms', { title: 'Again' })).status, 'the host may host again').toBe(201);
  });

  it('once: the same again changes nothing, and what a host ended is no act', async () => {
    const host = await eligible('abe');
    const roomId = await goLive(host);
    done(await moderator.post(`/v1/moderation/rooms/${roomId}/end`));
    done(await moderator.post(`/v1/moderation/rooms/${roomId}/end`, { reason: 'Once more.' }));
    expect(kindsIn(await audit(roomId))).toEqual(['room_ended']);
    const own = await goLive(host);
    expect((await host.post(`/v1/rooms/${own}/end`)).status).toBe(200);
    done(await moderator.post(`/v1/moderation/rooms/${own}/end`));
    expect(await audit(own)).toEqual([]);
  });

  it('and nobody else does by this call', async () => {
    const host = await eligible('alf');
    const roomId = await goLive(host);
    for (const person of [host, admin, await world.person('lis')])
      expectRefused(await person.post(`/v1/moderation/rooms/${roomId}/end`), 403, 'not_allowed_for_role');
    expectRefused(await moderator.post('/v1/moderation/rooms/0/end'), 404, 'room_not_found');
  });
});

describe('a moderator takes a role away', () => {
  const strip = (by: Person, roomId: string, { userId }: Person) =>
    by.remove(`/v1/moderation/rooms/${roomId}/stage/${userId}?reason=Slurs`);

  it('from speakers and co-hosts, whose credential is dead, and who listen on', async () => {
    const [host, cohost] = [await eligible('bea'), await world.person('bob')];
    const roomId = await goLive(host);
    await operator.putOnStage(roomId, cohost, 'cohost');
    const { attendeeId = '' } = (await operator.liveRoom(roomId)).stage[1] ?? {};
    expect(JSON.stringify(world.cloud.audio.snapshot())).toContain(attendeeId);
    done(await strip(moderator, roomId, cohost));
    expect((await operator.liveRoom(roomId)).stage.map(({ userId }) => userId)).toEqual([host.userId]);
    expect(JSON.stringify(world.cloud.audio.snapshot())).not.toContain(attendeeId);
    expect((await cohost.post(`/v1/rooms/${roomId}/join`)).body.role).toBe('listener');
    expect(await actsOf(cohost)).toEqual([expect.objectContaining({ kind: 'role_stripped', roomId, reason: 'Slurs' })]);
  });

  it('never from the host, nor from who has none', async () => {
    const host = await eligible('bart');
    const roomId = await goLive(host);
    expectRefused(await strip(moderator, roomId, host), 403, 'not_allowed_for_role');
    expectRefused(await strip(moderator, roomId, await world.person('bill')), 409, 'not_on_stage');
    expectRefused(await strip(host, roomId, host), 403, 'not_allowed_for_role');
    expect(await audit(roomId)).toEqual([]);
  });
});

describe('a suspension', () => {
  it('of the account ends the room they host, and they do nothing until it is lifted', async () => {
    const host = await eligible('cy');
    const roomId = await goLive(host);
    const told = done(await suspend(moderator, host, { scope: 'account', reason: 'Threats.' }));
    expect(told).toEqual({ userId: host.userId, accountSuspension: { reason: 'Threats.' } });
    expect((await world.nobody.get(`/v1/rooms/${roomId}`)).body).toMatchObject({
      status: 'ended',
      endReason: 'moderator_ended',
    });
    expectRefused(await host.post('/v1/rooms', { title: 'Again' }), 403, 'account_suspended');
    expect((await host.get('/v1/me')).body.isSuspended).toBe(true);
    expect(kindsIn(await actsOf(host))).toEqual(['room_ended', 'account_suspended']);
    done(await admin.remove(`/v1/moderation/users/${host.userId}/suspension?scope=account&reason=Sorry`));
    expect((await host.post('/v1/rooms', { title: 'Back' })).status).toBe(201);
    expect((await actsOf(host))[0]).toMatchObject({ kind: 'account_suspension_lifted', reason: 'Sorry' });
  });

  it('of the account puts them out of the room they are in, off its stage, and the doors stay shut', async () => {
    const [host, speaker] = [await eligible('cora'), await world.person('carl')];
    const roomId = await goLive(host);
    await world.settle();
    const { audio } = (await speaker.post(`/v1/rooms/${roomId}/join`)).body;
    await operator.putOnStage(roomId, speaker);
    await world.advance(4);
    done(await suspend(admin, speaker, { scope: 'account', reason: 'Spam.', until: inSeconds(world, 7200) }));
    expect((await operator.liveRoom(roomId)).stage.map(({ userId }) => userId)).toEqual([host.userId]);
    expect(JSON.stringify(world.cloud.audio.snapshot())).not.toContain(audio.attendee.AttendeeId);
    expect(await operator.member(roomId, speaker.userId)).toMatchObject({ state: 'left' });
    expectRefused(await speaker.post(`/v1/rooms/${roomId}/join`), 403, 'account_suspended');
    await world.advance(7200);
    const later = await world.person('carl');
    expect((await later.get('/v1/me')).body.isSuspended, 'it ends by itself').toBe(false);
  });

  it('of the account puts a mere listener out as well', async () => {
    const [host, listener] = [await eligible('cilla'), await world.person('cleve')];
    const roomId = await goLive(host);
    await world.settle();
    const { audio } = (await listener.post(`/v1/rooms/${roomId}/join`)).body;
    await world.advance(4);
    done(await suspend(moderator, listener, { scope: 'account', reason: 'Spam.' }));
    expect(JSON.stringify(world.cloud.audio.snapshot())).not.toContain(audio.attendee.AttendeeId);
    expect(await operator.member(roomId, listener.userId)).toMatchObject({ state: 'left' });
  });

  it('of hosting ends nothing that runs, and keeps them from hosting again', async () => {
    const host = await eligible('cleo');
    const roomId = await goLive(host);
    done(await suspend(moderator, host, { scope: 'hosting', reason: 'Too often.' }));
    expect((await world.nobody.get(`/v1/rooms/${roomId}`)).body.status).toBe('live');
    expect((await host.post(`/v1/rooms/${roomId}/end`)).status).toBe(200);
    expectRefused(await host.post('/v1/rooms', { title: 'Again' }), 403, 'hosting_suspended');
    done(await moderator.remove(`/v1/moderation/users/${host.userId}/suspension`));
    expect((await host.post('/v1/rooms', { title: 'Again' })).status).toBe(201);
  });

  it('that is in force already is no second act', async () => {
    const person = await world.person('cato');
    const wish = { scope: 'hosting', reason: 'Twice.' };
    done(await suspend(moderator, person, wish));
    done(await suspend(moderator, person, wish));
    done(await moderator.remove(`/v1/moderation/users/${person.userId}/suspension?scope=account`));
    expect(kindsIn(await actsOf(person))).toEqual(['hosting_suspended']);
  });

  it('is refused with a time that is past, for nobody there is, and to people', async () => {
    const person = await world.person('cyd');
    const wish = { scope: 'account', reason: 'No.' };
    for (const until of ['tomorrow', '2020-01-01T00:00:00Z'])
      expectRefused(await suspend(moderator, person, { ...wish, until }), 400, 'invalid_field', { param: 'until' });
    expectRefused(await suspend(moderator, { ...person, userId: '7' }, wish), 404, 'user_not_found');
    expectRefused(await suspend(person, person, wish), 403, 'not_allowed_for_role');
    expectRefused(await person.remove(`/v1/moderation/users/${person.userId}/suspension`), 403, 'not_allowed_for_role');
    expect(await actsOf(person)).toEqual([]);
  });
});

describe('a grant', () => {
  const grant = (by: Person, { userId }: Person, wish: object) =>
    by.put(`/v1/moderation/users/${userId}/hosting-grant`, wish);

  it('lets somebody host whatever the counts say, until it is over or taken back', async () => {
    const person = await world.person('dan');
    expectRefused(await person.post('/v1/rooms', { title: 'No' }), 403, 'not_eligible_to_host');
    const expiresAt = inSeconds(world, 1800);
    const wish = { allows: ['host'], reason: 'Pilot.', expiresAt };
    expect(done(await grant(admin, person, wish))).toEqual({ userId: person.userId, hostingGrant: wish });
    const { room } = (await person.post('/v1/rooms', { title: 'Yes' })).body;
    expect((await person.post(`/v1/rooms/${room.id}/end`)).status).toBe(200);
    await world.advance(1801);
    expectRefused(await person.post('/v1/rooms', { title: 'Late' }), 403, 'not_eligible_to_host');
    done(await grant(moderator, person, { ...wish, expiresAt: inSeconds(world, 1800) }));
    done(await moderator.remove(`/v1/moderation/users/${person.userId}/hosting-grant`));
    expectRefused(await person.post('/v1/rooms', { title: 'No' }), 403, 'not_eligible_to_host');
    expect(kindsIn(await actsOf(person))).toEqual(['hosting_grant_withdrawn', 'hosting_granted', 'hosting_granted']);
  });

  it('is not given by people, nor without end', async () => {
    const person = await world.person('dot');
    const wish = { allows: ['host'], reason: 'Me!', expiresAt: inSeconds(world, 60) };
    expectRefused(await grant(person, person, wish), 403, 'not_allowed_for_role');
    const past = { ...wish, expiresAt: '2020-01-01T00:00:00Z' };
    expectRefused(await grant(admin, person, past), 400, 'invalid_field', { param: 'expiresAt' });
    expectRefused(await grant(admin, person, { ...wish, allows: [] }), 400, 'invalid_field', { param: 'allows' });
  });
});

describe('what was decided', () => {
  it('is told to the bus, without who did it', async () => {
    const person = await world.person('eve');
    done(await suspend(moderator, person, { scope: 'hosting', reason: 'Told.' }));
    await world.settle();
    const events = toEvents((await world.nobody.get('/local/events')).body).filter(
      ({ detail, detailType }) => detailType === 'moderation.decided' && detail['userId'] === person.userId,
    );
    expect(events.map(({ detail }) => detail)).toEqual([
      expect.objectContaining({ kind: 'hosting_suspended', reason: 'Told.' }),
    ]);
    expect(JSON.stringify(events)).not.toContain(moderator.userId);
  });

  it('is read by the person alone, page by page, newest first', async () => {
    const person = await world.person('ed');
    for (const reason of ['One', 'Two', 'Three']) done(await suspend(moderator, person, { scope: 'hosting', reason }));
    const acts = await everyPage(person, '/v1/me/moderation', 1);
    expect(acts.map(({ reason }) => reason)).toEqual(['Three', 'Two', 'One']);
    expect(JSON.stringify(acts)).not.toContain(moderator.userId);
    expect(await actsOf(await world.person('els'))).toEqual([]);
    expect((await world.nobody.get('/v1/me/moderation')).status).toBe(401);
    expect(await reportSeen(moderator, 'rpt_0')).toBeUndefined();
  });
});
type SeenEvent = { readonly detailType: string; readonly detail: Readonly<Record<string, unknown>> };
const toEvents = (body: unknown) => (body as { readonly data: readonly SeenEvent[] }).data;
