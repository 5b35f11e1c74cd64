import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profileKey } from '../../adapters/dynamodb/table.ts';
import { type Operator, openOperator } from '../flows/operator.ts';
import { actsOf, done, everyPage, moderatorNamed } from '../given/moderation.ts';
import { goLive } from '../given/stories.ts';
import type { Person, World } from '../world.ts';
import { faultsIn, itemsOf, openRaceWorld, putItem, times } from './watching.ts';

let world: World;
let operator: Operator;
let moderators: readonly Person[];
beforeAll(async () => {
  world = await openRaceWorld();
  operator = await openOperator(world);
  moderators = await Promise.all(times(4, (at) => moderatorNamed(world, `mo${at}`)));
});
afterAll(async () => {
  expect(faultsIn(world)).toEqual([]);
  await world.close();
});

const [first, others] = [() => moderators[0] ?? expect.unreachable(), () => moderators];
const eligible = (handle: string) => world.person(handle, { followers: 600 });
const kindsAbout = async (roomId: string) =>
  (await everyPage(first(), `/v1/moderation/audit?roomId=${roomId}`)).map(({ kind }) => kind);

describe('at the same instant', () => {
  it('host and moderators end a room: it ends once, and there is an act if it was theirs', async () => {
    for (const round of times(4, (at) => at)) {
      const host = await eligible(`ada${round}`);
      const roomId = await goLive(host);
      const ends = others().map((by) => by.post(`/v1/moderation/rooms/${roomId}/end`, { reason: 'Enough.' }));
      const answers = await Promise.all([host.post(`/v1/rooms/${roomId}/end`), ...ends]);
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
      const { endReason } = (await world.nobody.get(`/v1/rooms/${roomId}`)).body;
      expect(await kindsAbout(roomId)).toEqual(endReason === 'moderator_ended' ? ['room_ended'] : []);
    }
  });

  it('several take the same role away: one act, the others find nobody on stage', async () => {
    const [host, speaker] = [await eligible('bea'), await world.person('bob')];
    const roomId = await goLive(host);
    await operator.putOnStage(roomId, speaker);
    const path = `/v1/moderation/rooms/${roomId}/stage/${speaker.userId}`;
    const answers = await Promise.all(others().map((by) => by.remove(path)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    expect(await kindsAbout(roomId)).toEqual(['role_stripped']);
    expect((await operator.liveRoom(roomId)).stage).toHaveLength(1);
  });

  it('several suspend the same person for the same reason, while the person writes the profile: one act, nothing lost', async () => {
    const person = await world.person('cy');
    const path = `/v1/moderation/users/${person.userId}/suspension`;
    const wish = { scope: 'hosting', reason: 'Spam.' };
    const answers = await Promise.all([
      ...others().map((by) => by.put(path, wish)),
      person.patch('/v1/me', { bio: 'Talks.' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect((await actsOf(person)).map(({ kind }) => kind)).toEqual(['hosting_suspended']);
    const profile = itemsOf(world, 'social').find(
      ({ pk, sk }) => sk === 'PROFILE' && pk === profileKey(person.userId).pk,
    );
    expect(profile).toMatchObject({ bio: 'Talks.', hostingSuspension: { reason: 'Spam.' } });
  });

  it('a suspension and its lifting leave one of the two, as the newest act says', async () => {
    const person = await world.person('cleo');
    const path = `/v1/moderation/users/${person.userId}/suspension`;
    await Promise.all([
      first().put(path, { scope: 'account', reason: 'Spam.' }),
      ...others().map((by) => by.remove(path)),
    ]);
    const [newest] = await actsOf(person);
    const { isSuspended } = (await person.get('/v1/me')).body;
    expect(isSuspended).toBe(newest?.kind === 'account_suspended');
  });
});

describe('a suspension whose request died behind its write', () => {
  it('is carried out when it is asked for again, and is no second act', async () => {
    const [host, listener] = [await eligible('dan'), await world.person('dora')];
    const roomId = await goLive(host);
    await world.settle();
    expect((await listener.post(`/v1/rooms/${roomId}/join`)).status).toBe(200);
    await world.advance(4);
    const suspension = { reason: 'Spam.' };
    for (const { userId } of [host, listener]) {
      const item = itemsOf(world, 'social').find(({ pk, sk }) => sk === 'PROFILE' && pk === profileKey(userId).pk);
      await putItem(world, 'social', { ...item, accountSuspension: suspension });
    }
    const again = ({ userId }: Person) =>
      first().put(`/v1/moderation/users/${userId}/suspension`, { scope: 'account', ...suspension });
    done(await again(listener));
    expect(await operator.member(roomId, listener.userId)).toMatchObject({ state: 'left' });
    expect(await actsOf(listener)).toEqual([]);
    done(await again(host));
    expect((await world.nobody.get(`/v1/rooms/${roomId}`)).body.endReason).toBe('moderator_ended');
    expect((await actsOf(host)).map(({ kind }) => kind)).toEqual(['room_ended']);
  });
});
