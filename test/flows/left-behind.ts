import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { World } from '../world.ts';

type Item = Readonly<Record<string, unknown>>;
type Snapshot = Parameters<typeof unmarshall>[0];
const toSnapshot = (item: unknown) => item as Snapshot;

/** Every item of a table as it is stored. */
export function itemsOf(world: World, table: 'rooms' | 'social'): readonly Item[] {
  const { model, tables } = world.cloud;
  const found = model.tables.find(({ name }) => name.endsWith(`-${table}`));
  return tables.snapshot(found?.name ?? table).map((item) => unmarshall(toSnapshot(item)));
}

/** What a room that is over must not leave: everything by its name, so that a test can say "nothing". */
export function leftBehind(world: World, roomId: string): readonly string[] {
  const { audio, scheduler, queues, model } = world.cloud;
  const stored = itemsOf(world, 'rooms').filter((item) => item['roomId'] === roomId);
  const keys = stored.map(({ pk, sk }) => `${pk} ${sk}`);
  const presences = itemsOf(world, 'social').filter(({ sk, roomId: id }) => sk === 'PRESENCE' && id === roomId);
  const meetings = toMeetings(audio.snapshot()).filter((meeting) => meeting.externalMeetingId === roomId);
  const schedules = scheduler.list().filter(({ name }) => name.includes(roomId));
  const messages = model.queues.flatMap(({ name, arn }) =>
    queues.messages(arn).flatMap(({ body }) => (body.includes(roomId) ? [`${name}: ${body}`] : [])),
  );
  return [
    ...keys.filter((key) => /#FREE|#MEDIA|^WORK#|^MEETING#/.test(key)),
    ...presences.map(({ pk }) => `${pk} PRESENCE`),
    ...meetings.map(({ meetingId }) => `meeting ${meetingId}`),
    ...schedules.map(({ name }) => `schedule ${name}`),
    ...messages,
  ];
}

/** Everything that waits in any queue. */
export function queued(world: World): readonly string[] {
  const { queues, model } = world.cloud;
  return model.queues.flatMap(({ name, arn }) => queues.messages(arn).map(({ body }) => `${name}: ${body}`));
}

/** Messages that nobody could work on, in all dead-letter queues. */
export function deadLetters(world: World): readonly string[] {
  const { queues, model } = world.cloud;
  const dead = model.queues.filter(({ name }) => /-dead(\.fifo)?$/.test(name));
  return dead.flatMap(({ name, arn }) => queues.messages(arn).map(({ body }) => `${name}: ${body}`));
}

/** Faults in the functions' logs since the world began. */
export function faultsOf(world: World): readonly string[] {
  return world.cloud.runner
    .logs()
    .filter(({ isError }) => isError)
    .map(({ functionName, text }) => `${functionName}: ${text}`);
}

type SeenMeeting = { readonly meetingId: string; readonly externalMeetingId: string };
const toMeetings = (snapshot: unknown) => (snapshot as { readonly meetings: readonly SeenMeeting[] }).meetings;
