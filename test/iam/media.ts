import type { Call } from '../../local/calls/calls.ts';
import type { Body, Person, World } from '../world.ts';
import { type Chapter, eligible, endMeeting, fault, goLive, join, signal, sure, told, waitUntil } from './telling.ts';

/** A room outlives its meetings; people connect, drop and come back. */
export const media: Chapter = async (world) => {
  const host = await eligible(world, 'mhost');
  const id = await goLive(world, host);
  const listener = await join(await world.person('mlistener'), id);
  let grant = await join(host, id);
  await signal(world, 'AttendeeJoined', grant);
  await signal(world, 'AttendeeJoined', listener);
  await signal(world, 'AttendeeDropped', listener);
  await endMeeting(world, grant.audio.meeting.MeetingId);
  await world.advance(2);
  grant = await join(host, id);
  sure(grant.room.epoch === 2, 'a meeting that ends while the host hears is made anew at once');
  await signal(world, 'AttendeeDropped', grant);
  await endMeeting(world, grant.audio.meeting.MeetingId);
  await world.advance(2);
  grant = await join(host, id);
  sure(grant.room.epoch === 3, 'a host who comes back makes the meeting anew');
  await overtaken(world, host, id, grant);
  told(await host.post(`/v1/rooms/${id}/end`));
  await world.settle();
};

/** Whoever restarts the sound and is overtaken takes away the meeting that nobody uses; once a join, once the media events. */
async function overtaken(world: World, host: Person, id: string, grant: Body): Promise<void> {
  await endMeeting(world, grant.audio.meeting.MeetingId);
  await world.advance(2);
  // The first query is that of the free seats at the door, the second one clears the old seats away.
  const slow = { service: 'dynamodb', operation: 'Query', mode: 'delay', delaySeconds: 1.5 };
  fault(world, { ...slow, times: 2 });
  const late = host.post(`/v1/rooms/${id}/join`);
  const renewed = await overtake(world, host, id);
  const latest = told(await late);
  sure(latest.audio.meeting.MeetingId === renewed.audio.meeting.MeetingId, 'both joins get one meeting');
  await signal(world, 'AttendeeJoined', latest);
  fault(world, slow);
  world.cloud.calls.clear();
  await endMeeting(world, renewed.audio.meeting.MeetingId);
  const heard = world.advance(2);
  await overtake(world, host, id);
  await heard;
  await world.settle();
}

/** Waits for the meeting that somebody else has just made, ends it, and makes another one by joining. */
async function overtake(world: World, host: Person, id: string): Promise<Body> {
  const before = meetingIds(world);
  const isMade = ({ operation }: Call) => operation === 'CreateMeeting';
  const seen = world.cloud.calls.list().filter(isMade).length;
  const wish = 'somebody else makes a meeting';
  await waitUntil(() => world.cloud.calls.list().filter(isMade).length > seen, wish);
  await new Promise((go) => setTimeout(go, 100));
  const made = meetingIds(world).filter((meetingId) => !before.includes(meetingId));
  // Where the machine is slow, whoever made it may have noticed by now, and taken it away.
  for (const meetingId of made) await endMeeting(world, meetingId).catch(() => undefined);
  return join(host, id);
}

const meetingIds = (world: World): readonly string[] =>
  toMeetings(world.cloud.audio.snapshot()).meetings.map(({ meetingId }) => meetingId);
const toMeetings = (snapshot: unknown) => snapshot as { readonly meetings: readonly { readonly meetingId: string }[] };
