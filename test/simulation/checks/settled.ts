import { toMember, toReplica } from '../../../adapters/dynamodb/member-item.ts';
import { toRoom } from '../../../adapters/dynamodb/room-item.ts';
import { currentState } from '../../../domain/room-clock.ts';
import type { Crowd } from '../machine/crowding.ts';
import { simulatedPolicy } from '../machine/model.ts';
import type { World } from '../machine/world.ts';
import { type Item, kindOf, seatOf, toItem } from './seen.ts';
import { type Check, ofRoom, type Settled } from './settled-items.ts';
import { stageChecks } from './settled-stage.ts';
import type { Watch } from './watch.ts';

/** Once everything has drained and the sweep has run: what must then be so. */
export function checkSettled(
  world: World,
  crowd: Crowd,
  { offered, owners, unclaimed, lateMeetings, hostSince }: Watch,
): readonly string[] {
  const items = itemsOf(world, 'rooms');
  const rooms = items.filter((item) => item['sk'] === 'META').map(toRoom);
  const settled: Settled = {
    world,
    crowd,
    offered,
    owners,
    unclaimed,
    lateMeetings,
    hostSince,
    items,
    rooms,
    social: itemsOf(world, 'social'),
  };
  return checks.flatMap((check) => check(settled));
}

const timeIsWritten: Check = ({ world, rooms }) =>
  rooms
    .filter((room) => currentState(room, world.timeline.now(), simulatedPolicy).status !== room.status)
    .map((room) => `room ${room.id} is ${room.status}, though its time is over`);

/** Primaries that no live room knows must be gone, and one that a room knows is its own. */
const noLostMeetings: Check = ({ world, rooms }) => {
  const known = new Set(rooms.flatMap((room) => (room.status === 'live' ? [room.meeting.id] : [])));
  return world.media
    .meetings()
    .filter(({ id, primary }) => !known.has((primary ?? { id }).id))
    .map(
      ({ id, externalId, primary }) =>
        `${primary ? 'replica' : 'primary'} ${id} of room ${externalId} lives and no room knows it`,
    );
};

const nothingLeft: Check = ({ world, rooms, items, social }) =>
  rooms.flatMap((room) => {
    if (room.status === 'live' || room.status === 'scheduled') return [];
    const left = ofRoom(items, room).filter((item) => ['SEAT', 'MEDIA', 'WORK'].includes(kindOf(item)));
    const presence = ofRoom(social, room).filter((item) => item['sk'] === 'PRESENCE');
    const timers = world.scheduler.list().filter(({ name }) => name.includes(room.id));
    return [
      ...[...left, ...presence].map(({ pk, sk }) => `room ${room.id} is ${room.status} and has left ${pk} ${sk}`),
      ...timers.map(({ name }) => `room ${room.id} is ${room.status} and has the timer ${name}`),
    ];
  });

const countsAreRight: Check = ({ rooms, items }) =>
  rooms.flatMap((room) => {
    const own = ofRoom(items, room);
    const size = items.find(({ pk }) => pk === `ROOM#${room.id}#COUNT`);
    const counted = [Number(size?.['participantCount'] ?? 0), Number(size?.['freeSeats'] ?? 0)];
    const joined = own.filter((item) => item['sk'] === 'MEMBER' && item['state'] === 'joined').length;
    const free = own.filter((item) => kindOf(item) === 'SEAT').length;
    const isRight = counted[0] === joined && counted[1] === free;
    return isRight
      ? []
      : [`room ${room.id} counts ${counted.join(' people and ')} free seats, there are ${joined} and ${free}`];
  });

/** Who may still use a credential of the audience: a member, or whoever takes it out of the pool. */
const livingSeatsHaveOwners: Check = ({ world, offered, rooms, items }) => {
  const holders = Map.groupBy(
    items.filter((item) => seatOf(item)),
    (item) => seatOf(item) ?? '',
  );
  const doubled = [...holders].filter(([, found]) => found.length > 1);
  const kicked = new Set(items.filter((item) => kindOf(item) === 'WORK').map((item) => item['attendeeId']));
  const lost = world.media
    .attendees()
    .filter(({ id, meeting }) => meeting.primary && offered.has(id) && !holders.has(id) && !kicked.has(id))
    .filter(({ meeting }) => rooms.some(({ id, status }) => id === meeting.externalId && status === 'live'));
  return [
    ...doubled.map(([id, found]) => `the seat ${id} is held by ${found.map(({ pk }) => pk).join(' and ')}`),
    ...lost.map(({ id, meeting }) => `the credential ${id} of room ${meeting.externalId} lives and is nobody's`),
  ];
};

/** The replicas' own count of their attendees: too few would overfill them, too many would waste places. */
const replicasCountRight: Check = ({ world, offered, crowd, rooms, items }) =>
  items
    .filter((item) => item['sk'] === 'MEDIA')
    .map(toReplica)
    .flatMap(({ roomId, replica, meeting, existingSeats, epoch }) => {
      const room = rooms.find(({ id }) => id === roomId);
      const lives = world.media.meetings().find(({ id }) => id === meeting.id);
      if (room?.status !== 'live' || room.epoch !== epoch || !lives) return [];
      const made = [...lives.attendees.keys()].filter((id) => offered.has(id)).length;
      const counted = existingSeats - (crowd.given.get(meeting.id) ?? 0);
      return counted === made ? [] : [`replica ${replica} of room ${roomId} counts ${counted} seats and has ${made}`];
    });

/** The newest join wins, and the room before is left behind it. */
const oneRoomAtATime: Check = ({ rooms, items }) => {
  const live = new Set(rooms.filter(({ status }) => status === 'live').map(({ id }) => id));
  const inside = items.filter((item) => item['sk'] === 'MEMBER' && item['state'] === 'joined').map(toMember);
  const byPerson = Map.groupBy(
    inside.filter(({ roomId }) => live.has(roomId)),
    ({ userId }) => userId,
  );
  return [...byPerson].flatMap(([userId, found]) =>
    found.length > 1 ? [`${userId} is in ${found.map(({ roomId }) => roomId).join(' and ')}`] : [],
  );
};

const noDeadLetters: Check = ({ world }) =>
  world.model.queues
    .filter(({ name }) => /-dead(\.fifo)?$/.test(name))
    .flatMap(({ name, arn }) => world.queues.messages(arn).map(({ body }) => `${name} holds ${body.slice(0, 500)}`));

const nothingBroke: Check = ({ world }) => world.broken.map((what) => `the harness broke: ${what}`);

const checks: readonly Check[] = [
  timeIsWritten,
  noLostMeetings,
  nothingLeft,
  countsAreRight,
  livingSeatsHaveOwners,
  replicasCountRight,
  oneRoomAtATime,
  ...stageChecks,
  noDeadLetters,
  nothingBroke,
];

function itemsOf({ model, tables }: World, table: string): readonly Item[] {
  const found = model.tables.find(({ name }) => name.endsWith(`-${table}`));
  return tables.snapshot(found?.name ?? table).map((item) => toItem(item) ?? {});
}
