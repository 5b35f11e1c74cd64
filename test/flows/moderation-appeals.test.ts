import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actsOf, done, everyPage, moderatorNamed, reportSeen, toldIn } from '../given/moderation.ts';
import { expectRefused, goLive } from '../given/stories.ts';
import { openRaceWorld, times } from '../races/watching.ts';
import type { Person, World } from '../world.ts';

let world: World;
let host: Person;
let roomId: string;
let moderator: Person;
beforeAll(async () => {
  world = await openRaceWorld();
  host = await world.person('ada', { followers: 600 });
  roomId = await goLive(host);
});
afterAll(() => world.close());
beforeEach(async () => {
  moderator = await moderatorNamed(world, 'mo');
});

let filedCount = 0;
/** Somebody new reports somebody else new. */
async function filed() {
  filedCount += 1;
  const [reporter, concerned] = [await world.person(`r${filedCount}`), await world.person(`c${filedCount}`)];
  const wish = { roomId, userId: concerned.userId, reason: 'abuse' };
  return { reporter, concerned, id: done(await reporter.post('/v1/reports', wish), 201).id };
}
const move = (by: Person, id: string, wish: object) => by.patch(`/v1/moderation/reports/${id}`, wish);
const appeal = (by: Person, wish: object, headers?: Readonly<Record<string, string>>) =>
  by.post('/v1/me/appeals', { text: 'It was not me.', ...wish }, headers);
const actioned = { state: 'actioned', decision: 'You shouted slurs at people.' };

describe('a moderator', () => {
  it('takes a report, which is theirs from then on, and decides it with a reason', async () => {
    const { id, concerned } = await filed();
    const taken = done(await move(moderator, id, { state: 'in_review', note: 'Listening to it.' }));
    expect(taken).toMatchObject({ state: 'in_review', assigneeId: moderator.userId, note: 'Listening to it.' });
    expect(await reportSeen(moderator, id)).toBeUndefined();
    expect(await reportSeen(moderator, id, 'in_review')).toMatchObject({ assigneeId: moderator.userId });
    expect(await actsOf(concerned), 'nobody is told of a report that is only read').toEqual([]);
    const decided = done(await move(moderator, id, actioned));
    expect(decided).toMatchObject({ ...actioned, note: 'Listening to it.' });
    expect(await reportSeen(moderator, id, 'actioned')).toMatchObject(actioned);
    const acts = await actsOf(concerned);
    expect(acts).toEqual([
      expect.objectContaining({ kind: 'report_actioned', reason: actioned.decision, roomId, reportId: id }),
    ]);
    expect(JSON.stringify(acts)).not.toContain(moderator.userId);
    const chain = await everyPage(moderator, `/v1/moderation/audit?roomId=${roomId}`);
    expect(chain.slice(0, 2).map(({ kind }) => kind)).toEqual(['report_actioned', 'report_taken']);
  });

  it('is refused a second decision, and one without a reason', async () => {
    const { id, concerned } = await filed();
    expectRefused(await move(moderator, id, { state: 'actioned' }), 400, 'invalid_field', { param: 'decision' });
    const blank = { state: 'dismissed', decision: ' ' };
    expectRefused(await move(moderator, id, blank), 400, 'invalid_field', { param: 'decision' });
    done(await move(moderator, id, actioned));
    for (const wish of [actioned, { state: 'dismissed', decision: 'No.' }, { state: 'in_review' }])
      expectRefused(await move(moderator, id, wish), 409, 'already_decided');
    expect(await actsOf(concerned)).toHaveLength(1);
  });

  it('finds a report taken by another, and may decide it all the same', async () => {
    const { id } = await filed();
    const other = await moderatorNamed(world, 'may');
    done(await move(moderator, id, { state: 'in_review' }));
    done(await move(moderator, id, { state: 'in_review' }));
    expectRefused(await move(other, id, { state: 'in_review' }), 409, 'version_conflict');
    expect(done(await move(other, id, actioned)).state).toBe('actioned');
  });

  it('knows no report that never was, and nobody else moves one', async () => {
    const { id, reporter } = await filed();
    expectRefused(await move(moderator, 'rpt_0000000000000', actioned), 404, 'not_found', { param: 'reportId' });
    const admin = await world.person('adm', { roles: ['admin'] });
    for (const person of [reporter, host, admin])
      expectRefused(await move(person, id, actioned), 403, 'not_allowed_for_role');
  });

  it('is one of several who decide at once: one wins, and one act is written', async () => {
    const { id, concerned } = await filed();
    const others = await Promise.all(times(5, (at) => moderatorNamed(world, `m${at}`)));
    const answers = await Promise.all(others.map((by, at) => move(by, id, { ...actioned, decision: `By ${at}.` })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409]);
    const acts = await actsOf(concerned);
    expect(acts.map(({ reason }) => reason)).toEqual([
      answers.map(toldIn).find(({ state }) => state === 'actioned')?.decision,
    ]);
  });
});

describe('an appeal', () => {
  it('puts the report back into the queue, once, and it is decided once more', async () => {
    const { id, concerned } = await filed();
    done(await move(moderator, id, { state: 'in_review' }));
    done(await move(moderator, id, actioned));
    const [first] = await actsOf(concerned);
    const told = done(await appeal(concerned, { kind: 'act', actId: first?.id }), 201);
    expect(told).toEqual({ id, kind: 'act', actId: first?.id, state: 'open', at: expect.any(String) });
    const seen = await reportSeen(moderator, id);
    expect(seen).toMatchObject({ state: 'open', appealedAt: told.at, appeal: { text: 'It was not me.' } });
    expect(seen?.assigneeId).toBeUndefined();
    expectRefused(await appeal(concerned, { kind: 'act', actId: first?.id }), 409, 'already_decided');
    done(await move(moderator, id, { state: 'dismissed', decision: 'You were right.' }));
    const [second] = await actsOf(concerned);
    expect(second).toMatchObject({ kind: 'report_dismissed', reason: 'You were right.' });
    for (const actId of [first?.id, second?.id])
      expectRefused(await appeal(concerned, { kind: 'act', actId }), 409, 'already_decided');
    expectRefused(await move(moderator, id, actioned), 409, 'already_decided');
  });

  it('against an act that no report led to becomes a report of its own, which its person may make though suspended', async () => {
    const person = await world.person('paul');
    const path = `/v1/moderation/users/${person.userId}/suspension`;
    done(await moderator.put(path, { scope: 'account', reason: 'Spam.' }));
    const [act] = await actsOf(person);
    const { id } = done(await appeal(person, { kind: 'act', actId: act?.id }), 201);
    expect(await reportSeen(moderator, id)).toMatchObject({
      reporterId: person.userId,
      userId: person.userId,
      appeal: { kind: 'act', actId: act?.id },
    });
    done(await move(moderator, id, { state: 'actioned', decision: 'It stays.' }));
    const [decision] = await actsOf(person);
    expectRefused(await appeal(person, { kind: 'act', actId: decision?.id }), 409, 'already_decided');
  });

  it('against somebody else’s act finds nothing', async () => {
    const { id, concerned, reporter } = await filed();
    done(await move(moderator, id, actioned));
    const [act] = await actsOf(concerned);
    for (const person of [reporter, host])
      expectRefused(await appeal(person, { kind: 'act', actId: act?.id }), 404, 'not_found', { param: 'actId' });
    expectRefused(await appeal(concerned, { kind: 'act' }), 400, 'invalid_field', { param: 'actId' });
    expectRefused(await appeal(concerned, { kind: 'act', actId: act?.id, text: '' }), 400, 'invalid_field');
  });

  it('made five times at once is one', async () => {
    const { id, concerned } = await filed();
    done(await move(moderator, id, actioned));
    const [act] = await actsOf(concerned);
    const answers = await Promise.all(times(5, () => appeal(concerned, { kind: 'act', actId: act?.id })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409]);
  });

  it('under the same key is answered as it was', async () => {
    const { id, concerned } = await filed();
    done(await move(moderator, id, actioned));
    const [act] = await actsOf(concerned);
    const wish = { kind: 'act', actId: act?.id };
    const [first, again] = [
      await appeal(concerned, wish, { 'idempotency-key': 'a' }),
      await appeal(concerned, wish, { 'idempotency-key': 'a' }),
    ];
    expect(done(again, 201)).toEqual(done(first, 201));
  });

  it('against the verdict on hosting shows moderators the verdict, one at a time', async () => {
    const person = await world.person('vera', { followers: 599 });
    const { id } = done(await appeal(person, { kind: 'verdict' }), 201);
    const seen = await reportSeen(moderator, id);
    expect(JSON.stringify(seen?.evidence)).toContain('599');
    expectRefused(await appeal(person, { kind: 'verdict' }), 409, 'already_decided');
    done(await move(moderator, id, { state: 'dismissed', decision: 'The count is right.' }));
    expect(await actsOf(person)).toEqual([expect.objectContaining({ reason: 'The count is right.' })]);
    expect(done(await appeal(person, { kind: 'verdict' }), 201).id).not.toBe(id);
  });
});
