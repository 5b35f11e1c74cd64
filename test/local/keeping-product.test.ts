import { describe, expect, onTestFinished, test } from 'vitest';
import type { CloudOptions } from '../../local/cloud.ts';
import { goLive } from '../given/stories.ts';
import { openWorld, type World } from '../world.ts';
import { temporaryFolder } from './folders.ts';

async function open(keepIn: string, options: CloudOptions = {}): Promise<World> {
  const world = await openWorld({ ...options, keepIn });
  onTestFinished(() => world.close());
  return world;
}
const toEvents = (body: unknown) =>
  (body as { data: readonly { detail: { eventType?: string; meetingId?: string } }[] }).data;

describe('a product that is started again on its folder', () => {
  test('has its address, its secrets and its people, whose tokens are still good', async () => {
    const folder = await temporaryFolder();
    const before = await open(folder);
    const ada = await before.person('ada', { followers: 700 });
    const expired = await before.person('bob', { tokenSeconds: -60 });
    await before.close();
    const after = await open(folder);
    expect(after.url).toBe(before.url);
    expect(after.cloud.model.secrets).toEqual(before.cloud.model.secrets);
    const me = await after.withToken(ada.token).get('/v1/me');
    expect(me.body).toMatchObject({ id: ada.userId, handle: 'ada', followerCount: 700 });
    expect((await after.withToken(expired.token).get('/v1/me')).status).toBe(401);
    expect((await after.person('ada')).userId).toBe(ada.userId);
  });

  test('tells that its meetings ended, and the room goes on in a new one', async () => {
    const folder = await temporaryFolder();
    const before = await open(folder);
    const ada = await before.person('ada', { followers: 700 });
    const roomId = await goLive(ada);
    const first = await ada.post(`/v1/rooms/${roomId}/join`);
    await before.settle();
    await before.close();
    const after = await open(folder);
    await after.settle();
    const { MeetingId } = first.body.audio.meeting;
    const told = toEvents((await after.nobody.get('/local/events')).body).map(({ detail }) => detail);
    expect(told).toContainEqual(expect.objectContaining({ eventType: 'chime:MeetingEnded', meetingId: MeetingId }));
    const again = await after.withToken(ada.token).post(`/v1/rooms/${roomId}/join`);
    expect(again.status, again.text).toBe(200);
    expect(again.body.room).toMatchObject({ id: roomId, status: 'live', epoch: first.body.room.epoch + 1 });
    expect(again.body.audio.meeting.MeetingId).not.toBe(MeetingId);
    await after.close();
    const last = await open(folder);
    const ends = toEvents((await last.nobody.get('/local/events')).body).filter(
      ({ detail }) => detail.eventType === 'chime:MeetingEnded' && detail.meetingId === MeetingId,
    );
    expect(ends).toHaveLength(1);
  });

  test('does not make its demo world again over what became of it', async () => {
    const folder = await temporaryFolder();
    const before = await open(folder, { hasDemo: true });
    const { userId } = await before.person('ines', { followers: 5 });
    await before.close();
    const after = await open(folder, { hasDemo: true });
    expect((await after.nobody.get('/local/people')).text).toContain(userId);
    const somebody = await after.person('somebody');
    expect((await somebody.get(`/v1/users/${userId}`)).body.followerCount).toBe(5);
  });
});

test('a folder keeps to its port, which its ids and tokens name', async () => {
  const folder = await temporaryFolder();
  const before = await open(folder);
  await before.close();
  const attempt = openWorld({ keepIn: folder, port: before.cloud.port === 4999 ? 4998 : 4999 });
  await expect(attempt).rejects.toThrow(`Start with PORT=${before.cloud.port}, or choose another folder.`);
  await open(folder);
});
