import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditKey, chainHeadKey } from '../../adapters/dynamodb/table.ts';
import { actsOf, done, everyPage, moderatorNamed, toldIn } from '../given/moderation.ts';
import { goLive } from '../given/stories.ts';
import { itemsOf, openRaceWorld, putItem, times } from '../races/watching.ts';
import type { Person, World } from '../world.ts';

let world: World;
let moderator: Person;
let roomId: string;
let keys: Keys;
beforeAll(async () => {
  world = await openRaceWorld();
  moderator = await moderatorNamed(world, 'mo');
  keys = toKeys((await world.nobody.get('/local/endpoints')).body);
  expect((await run('verify')).stdout).toBe('The audit chain is empty.\n');
  roomId = await everyKindOfAct();
});
afterAll(() => world.close());

type Keys = {
  readonly environment: Readonly<Record<string, string>>;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly endpoints: { readonly dynamodb: string };
  readonly tables: { readonly social: string };
};
const toKeys = (value: unknown) => value as Keys;

/** The command as an operator runs it, with the keys of this cloud's operator. */
const run = (name: 'verify' | 'export', ...words: readonly string[]) =>
  promisify(execFile)(process.execPath, [join(import.meta.dirname, `../../tools/audit-${name}.ts`), ...words], {
    env: { ...process.env, ...keys.environment },
  });
const broken = (message: string) => ({ code: 1, stderr: expect.stringContaining(message) });

const kinds = [
  'report_taken',
  'report_actioned',
  'room_ended',
  'hosting_suspended',
  'hosting_suspension_lifted',
  'hosting_granted',
  'hosting_grant_withdrawn',
  'account_suspended',
  'account_suspension_lifted',
];
/** One of each, but a role that is stripped: that needs a stage, and is told of with the other acts. */
async function everyKindOfAct(): Promise<string> {
  const host = await world.person('ada', { followers: 600 });
  const live = await goLive(host);
  const { id } = toldIn(await moderator.post('/v1/reports', { roomId: live, reason: 'spam' }));
  const report = `/v1/moderation/reports/${id}`;
  const user = `/v1/moderation/users/${host.userId}`;
  const expiresAt = new Date(world.cloud.clock.now() + 60_000).toISOString();
  done(await moderator.patch(report, { state: 'in_review' }));
  done(await moderator.patch(report, { state: 'actioned', decision: 'Spam.' }));
  done(await moderator.post(`/v1/moderation/rooms/${live}/end`, { reason: 'Spam.' }));
  done(await moderator.put(`${user}/suspension`, { scope: 'hosting', reason: 'Spam.' }));
  done(await moderator.remove(`${user}/suspension`));
  done(await moderator.put(`${user}/hosting-grant`, { allows: ['sell'], reason: 'Pilot.', expiresAt }));
  done(await moderator.remove(`${user}/hosting-grant`));
  done(await moderator.put(`${user}/suspension`, { scope: 'account', reason: 'Spam.' }));
  done(await moderator.remove(`${user}/suspension`));
  return live;
}

const chain = () => everyPage(moderator, '/v1/moderation/audit');
const entryAt = (seq: number) => itemsOf(world, 'social').find(({ pk }) => pk === auditKey(seq).pk) ?? {};
type Item = Readonly<Record<string, unknown>>;
async function remove({ pk, sk }: Item): Promise<void> {
  const { region, endpoints, tables, ...credentials } = keys;
  const database = new DynamoDBClient({ region, credentials, endpoint: endpoints.dynamodb });
  await database.send(new DeleteItemCommand({ TableName: tables.social, Key: marshall({ pk, sk }) }));
}
const put = (item: object) => putItem(world, 'social', { ...item });

describe('the audit log', () => {
  beforeEach(async () => {
    moderator = await moderatorNamed(world, 'mo');
  });

  it('has every act once, each with the hash of the one before, newest first', async () => {
    const entries = await chain();
    expect(entries.map(({ kind }) => kind)).toEqual(kinds.toReversed());
    expect(entries.map(({ seq }) => seq)).toEqual(kinds.map((_, at) => kinds.length - at));
    for (const [at, { prevHash }] of entries.entries()) expect(prevHash).toBe(entries[at + 1]?.hash ?? '0'.repeat(64));
    expect(await everyPage(moderator, '/v1/moderation/audit', 2)).toEqual(entries);
    expect(new Set(entries.map(({ byUserId }) => byUserId))).toEqual(new Set([moderator.userId]));
  });

  it('of one room has its acts alone', async () => {
    const ofRoom = await everyPage(moderator, `/v1/moderation/audit?roomId=${roomId}`, 1);
    expect(ofRoom.map(({ kind }) => kind)).toEqual(['room_ended', 'report_actioned', 'report_taken']);
    expect(await everyPage(moderator, '/v1/moderation/audit?roomId=0')).toEqual([]);
  });

  it('is read by moderators alone', async () => {
    for (const roles of [[], ['admin']]) {
      const person = await world.person('adm', { roles });
      expect((await person.get('/v1/moderation/audit')).body.error.code).toBe('not_allowed_for_role');
    }
  });

  it('is exported as lines, oldest first, from wherever one likes', async () => {
    const lines = (await run('export')).stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual((await chain()).toReversed());
    expect((await run('export', '--from', '9')).stdout.trim().split('\n')).toEqual(lines.slice(8));
  });

  it('keeps its order when moderators act on twenty people at once', async () => {
    const people = await Promise.all(times(20, (at) => world.person(`target${at}`)));
    const answers = await Promise.all(
      people.map(({ userId }) =>
        moderator.put(`/v1/moderation/users/${userId}/suspension`, { scope: 'hosting', reason: 'At once.' }),
      ),
    );
    // Who finds the chain taken too often is told to try again, and nothing of theirs is written.
    expect(answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 503)).toEqual([]);
    const acts = (await Promise.all(people.map(actsOf))).map(({ length }) => length);
    expect(acts).toEqual(answers.map(({ status }) => (status === 200 ? 1 : 0)));
    const isDone = acts.filter((count) => count === 1).length;
    expect(isDone).toBeGreaterThan(0);
    expect((await run('verify')).stdout).toContain(`All ${kinds.length + isDone} entries fit`);
  });
});

describe('a change that somebody plants with the operator’s keys is found', () => {
  it('in what an entry says', async () => {
    const entry = entryAt(4);
    await put({ ...entry, reason: 'Nothing.' });
    await expect(run('verify')).rejects.toMatchObject(broken('entry 4 was changed'));
    await put({ ...entry, byUserId: '7' });
    await expect(run('verify')).rejects.toMatchObject(broken('entry 4 was changed'));
    await put(entry);
    expect((await run('verify')).stdout).toContain('entries fit');
  });

  it('in what the person concerned reads, and in the list of a room', async () => {
    const entry = entryAt(3);
    const beside = (prefix: string) =>
      itemsOf(world, 'social').find((item) => String(item['pk']).startsWith(prefix) && isOf(item, entry)) ?? {};
    const isOf = (item: Item, { actId, seq }: Item) => item['id'] === actId || (item['seq'] === seq && !item['hash']);
    const [act, way] = [beside('ACT#'), beside('AUDIT#ROOM#')];
    await put({ ...act, reason: 'Something else.' });
    await expect(run('verify')).rejects.toMatchObject(broken('entry 3 is told otherwise to the person it concerns'));
    await remove(act);
    await expect(run('verify')).rejects.toMatchObject(broken('entry 3 is told otherwise to the person it concerns'));
    await put(act);
    await remove(way);
    await expect(run('verify')).rejects.toMatchObject(broken('entry 3 is missing from the list of its room'));
    await put(way);
    expect((await run('verify')).stdout).toContain('entries fit');
  });

  it('in an entry that is gone', async () => {
    const entry = entryAt(3);
    await remove(auditKey(3));
    await expect(run('verify')).rejects.toMatchObject(broken('entry 3 is missing'));
    expect((await run('export', '--from', '3')).stdout.split('\n')[0]).toBe('{"seq":3,"isMissing":true}');
    await put(entry);
    expect((await run('verify')).stdout).toContain('entries fit');
  });

  it('in entries that change places', async () => {
    const [fifth, sixth] = [entryAt(5), entryAt(6)];
    await put({ ...sixth, pk: fifth['pk'] });
    await expect(run('verify')).rejects.toMatchObject(broken('entry 5 says that it is entry 6'));
    await put(fifth);
  });

  it('in a head that was moved back, and in one that is of something else', async () => {
    const head = itemsOf(world, 'social').find(({ pk }) => pk === chainHeadKey.pk) ?? {};
    const { hash } = entryAt(2);
    await put({ ...head, seq: 2, hash });
    await expect(run('verify')).rejects.toMatchObject(broken('entry 3 lies behind the head'));
    await put({ ...head, hash });
    await expect(run('verify')).rejects.toMatchObject(broken('the head of the chain is not entry'));
    await put(head);
  });

  it('in a chain that was made anew, by a hash that was written down', async () => {
    const { hash } = entryAt(2);
    expect((await run('verify', '--known', `2:${hash}`)).stdout).toContain('entries fit');
    const other = run('verify', '--known', `2:${'0'.repeat(64)}`);
    await expect(other).rejects.toMatchObject(broken('entry 2 is not the one that was written down'));
    const later = run('verify', '--known', `900:${'0'.repeat(64)}`);
    await expect(later).rejects.toMatchObject(broken('entry 900 was in it'));
    await expect(run('verify', '--known', 'x')).rejects.toMatchObject(broken('--known'));
  });
});
