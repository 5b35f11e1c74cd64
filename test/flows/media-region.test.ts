import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inSeconds } from '../given/stories.ts';
import { type Answer, openWorld, type Person, type World } from '../world.ts';
import { openOperator } from './operator.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const regionOf = ({ body }: Answer): unknown => toMedia(body.audio.meeting).MediaRegion;
const toMedia = (meeting: object) => meeting as { readonly MediaRegion?: string };

/** Where the host speaks, and where a listener and a guest listen. */
async function regionsOf(grant: Answer, name: string): Promise<readonly unknown[]> {
  const { id } = grant.body.room;
  await world.settle();
  const listener: Person = await world.person(name);
  const joined = await listener.post(`/v1/rooms/${id}/join`);
  return [grant, joined, await world.nobody.post(`/v1/rooms/${id}/listen`)].map(regionOf);
}
const host = (handle: string) => world.person(handle, { followers: 600 });

describe('the sound of a room', () => {
  it('is mixed near its host, who said where: for the stage and for every listener', async () => {
    const grant = await (await host('frankfurt')).post('/v1/rooms', { title: 'Hallo', mediaRegion: 'eu-central-1' });
    expect(await regionsOf(grant, 'lis1')).toEqual(['eu-central-1', 'eu-central-1', 'eu-central-1']);
  });

  it('is mixed where the operator said when the host says nothing', async () => {
    const grant = await (await host('anywhere')).post('/v1/rooms', { title: 'Hello' });
    const { mediaRegion } = toConfig((await world.nobody.get('/v1/config')).body);
    expect(mediaRegion).toBe('us-east-1');
    expect(await regionsOf(grant, 'lis2')).toEqual([mediaRegion, mediaRegion, mediaRegion]);
  });

  it('stays there from the plan to the start, and when the room outlives its meeting', async () => {
    const planner = await host('tokyo');
    const plan = { title: 'Konnichiwa', mediaRegion: 'ap-northeast-1', startsAt: inSeconds(world, 3600) };
    const { id } = (await planner.post('/v1/rooms', plan)).body.room;
    const started = await planner.post(`/v1/rooms/${id}/start`);
    expect(regionOf(started)).toBe('ap-northeast-1');
    await world.settle();
    await (await openOperator(world)).deleteMeeting(started.body.audio.meeting.MeetingId);
    const back = await planner.post(`/v1/rooms/${id}/join`);
    expect(back.body.audio.meeting.MeetingId).not.toBe(started.body.audio.meeting.MeetingId);
    expect(await regionsOf(back, 'lis3')).toEqual(['ap-northeast-1', 'ap-northeast-1', 'ap-northeast-1']);
  });
});
const toConfig = (value: unknown) => value as { readonly mediaRegion: string };
