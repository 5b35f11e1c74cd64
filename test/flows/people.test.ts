import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everythingStored, expectRefused } from '../given/stories.ts';
import { openWorld, type Person, type World } from '../world.ts';
import { itemsOf } from './left-behind.ts';

let world: World;
let ada: Person;
let bea: Person;
beforeAll(async () => {
  world = await openWorld({ tableOptions: { holdTransactionsMs: 5 } });
  ada = await world.person('ada', { name: 'Ada Example' });
  bea = await world.person('bea');
});
afterAll(() => world.close());

const countsOf = async (person: Person) => {
  const { followerCount, followingCount } = (await person.get('/v1/me')).body;
  return [followerCount, followingCount];
};

describe('my profile', () => {
  it('is made at first sight out of the token', async () => {
    expect((await ada.get('/v1/me')).body).toEqual({
      id: ada.userId,
      handle: 'ada',
      name: 'Ada Example',
      bio: '',
      avatarUrl: '',
      followerCount: 0,
      followingCount: 0,
      isProtected: false,
      isListeningShared: false,
      isSuspended: false,
    });
  });

  it('gives a newcomer whose handle is taken another one', async () => {
    const twin = await world.person('twin', { claims: { sub: 'another-account', preferred_username: 'ADA' } });
    const { handle, id } = (await twin.get('/v1/me')).body;
    expect(handle).toBe(`ADA_${id.slice(-5)}`);
  });

  it('changes what may be changed, in the composed form, and shows it to others at once', async () => {
    const patch = {
      name: 'Ade\u0301',
      bio: '😀'.repeat(160),
      avatarUrl: 'https://example.com/a.png',
      isListeningShared: true,
    };
    const changed = await ada.patch('/v1/me', {
      ...patch,
      id: '1',
      followerCount: 9,
      isSuspended: true,
      roles: ['admin'],
    });
    expect([changed.status, changed.body], changed.text).toMatchObject([
      200,
      { ...patch, name: 'Adé', followerCount: 0, id: ada.userId, isSuspended: false },
    ]);
    const seen = (await bea.get(`/v1/users/${ada.userId}`)).body;
    expect(seen).toMatchObject({ name: 'Adé', bio: patch.bio });
    expect(Object.keys(seen).toSorted()).toEqual(
      ['avatarUrl', 'bio', 'followerCount', 'followingCount', 'handle', 'id', 'isProtected', 'name'].toSorted(),
    );
  });

  it.each([
    ['name', ''],
    ['name', 'x'.repeat(51)],
    ['name', 'a\u0000b'],
    ['bio', 'x'.repeat(161)],
    ['bio', 'a\nb'],
    ['handle', ''],
    ['handle', 'sixteen_letters_'],
    ['handle', 'has space'],
    ['handle', 'ümlaut'],
    ['avatarUrl', 'http://example.com/a.png'],
    ['avatarUrl', 'javascript:alert(1)'],
    ['avatarUrl', `https://example.com/${'x'.repeat(2100)}`],
    ['birthDate', 'yesterday'],
    ['birthDate', '2021-02-30'],
    ['birthDate', '2999-01-01'],
    ['birthDate', '1800-01-01'],
    ['isProtected', 'yes'],
  ])('refuses the %s %j', async (param, value) => {
    const before = await everythingStored(world);
    expectRefused(
      await ada.patch('/v1/me', { [param]: value, bio: param === 'bio' ? value : 'other' }),
      400,
      'invalid_field',
      { param },
    );
    expect(await everythingStored(world)).toEqual(before);
  });

  it('takes a birth date once', async () => {
    expect((await ada.patch('/v1/me', { birthDate: '1990-05-17' })).body).toMatchObject({ birthDate: '1990-05-17' });
    expect((await ada.patch('/v1/me', { birthDate: '1990-05-17' })).status).toBe(200);
    expectRefused(await ada.patch('/v1/me', { birthDate: '1980-05-17' }), 409, 'already_decided', {
      param: 'birthDate',
    });
    expect((await bea.get(`/v1/users/${ada.userId}`)).text).not.toContain('1990');
  });
});

describe('handles', () => {
  it('belong to one person whatever their case, and are free once given up', async () => {
    expectRefused(await bea.patch('/v1/me', { handle: 'aDa' }), 409, 'handle_taken', { param: 'handle' });
    expect((await bea.get('/v1/users/by/handle/ADA')).body.id).toBe(ada.userId);
    expect((await ada.patch('/v1/me', { handle: 'Ada' })).body.handle).toBe('Ada');
    expect((await ada.patch('/v1/me', { handle: 'lovelace' })).body.handle).toBe('lovelace');
    expectRefused(await bea.get('/v1/users/by/handle/ada'), 404, 'user_not_found', { param: 'handle' });
    expect((await bea.patch('/v1/me', { handle: 'ada' })).body.handle).toBe('ada');
    expect((await ada.get('/v1/users/by/handle/Ada')).body.id).toBe(bea.userId);
    await bea.patch('/v1/me', { handle: 'bea' });
  });

  it('go to one of ten who ask at once', async () => {
    const people = await Promise.all(Array.from({ length: 10 }, (_, at) => world.person(`racer${at}`)));
    const answers = await Promise.all(people.map((person) => person.patch('/v1/me', { handle: 'winner' })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) expectRefused(answer, 409, 'handle_taken');
    const owners = itemsOf(world, 'social').filter(({ pk }) => pk === 'HANDLE#winner');
    expect(owners).toHaveLength(1);
  });
});

describe('following', () => {
  it('counts once however often it is asked for, and ends as often', async () => {
    for (const _ of [1, 2, 3]) {
      const answer = await ada.put(`/v1/me/following/${bea.userId}`);
      expect([answer.status, answer.body.state], answer.text).toEqual([200, 'following']);
    }
    expect([await countsOf(ada), await countsOf(bea)]).toEqual([
      [0, 1],
      [1, 0],
    ]);
    for (const _ of [1, 2, 3]) expect((await ada.remove(`/v1/me/following/${bea.userId}`)).status).toBe(200);
    expect([await countsOf(ada), await countsOf(bea)]).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('counts exactly when many follow and unfollow at once, each of them twice', async () => {
    const fans = await Promise.all(Array.from({ length: 12 }, (_, at) => world.person(`fan${at}`)));
    const twice = [...fans, ...fans];
    await Promise.all(twice.map((fan) => fan.put(`/v1/me/following/${bea.userId}`)));
    expect(await countsOf(bea)).toEqual([12, 0]);
    await Promise.all(
      [...fans.slice(0, 5), ...fans.slice(0, 5)].map((fan) => fan.remove(`/v1/me/following/${bea.userId}`)),
    );
    expect(await countsOf(bea)).toEqual([7, 0]);
    expect((await ada.get(`/v1/users/${bea.userId}`)).body.followerCount).toBe(7);
    const edges = itemsOf(world, 'social').filter(({ followedId }) => followedId === bea.userId);
    expect(edges).toHaveLength(7);
  });

  it('refuses oneself, people who are not there, and for now protected accounts', async () => {
    expectRefused(await ada.put(`/v1/me/following/${ada.userId}`), 400, 'invalid_field', { param: 'userId' });
    expectRefused(await ada.put('/v1/me/following/12345'), 404, 'user_not_found', { param: 'userId' });
    expectRefused(await ada.put('/v1/me/following/ada'), 400, 'invalid_field', { param: 'userId' });
    const shy = await world.person('shy');
    await shy.patch('/v1/me', { isProtected: true });
    expectRefused(await ada.put(`/v1/me/following/${shy.userId}`), 400, 'not_available_yet', { param: 'userId' });
    expectRefused(await ada.get('/v1/users/12345'), 404, 'user_not_found', { param: 'userId' });
    expect(await countsOf(shy)).toEqual([0, 0]);
  });
});
