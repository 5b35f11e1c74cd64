import { tablesOf } from '../../../adapters/dynamodb/client.ts';
import { members } from '../../../adapters/dynamodb/members.ts';
import { rooms } from '../../../adapters/dynamodb/rooms.ts';
import { blockKey, freeSeatKey, memberKey } from '../../../adapters/dynamodb/table.ts';
import { kickWork, ranks } from '../../../adapters/dynamodb/works.ts';
import { absent, type Condition, type Write, write } from '../../../adapters/dynamodb/write.ts';
import { policyOf } from '../../../domain/policy.ts';
import type { LiveRoom } from '../../../domain/room.ts';
import type { Member } from '../../../domain/seat.ts';
import { placeOf, takeStage } from '../../../domain/stage.ts';
import { isoOf } from '../../../domain/time.ts';
import { wiringOfEnvironment } from '../../../functions/runtime/context.ts';
import type { World } from '../machine/world.ts';
import type { Person } from './cast.ts';

/**
 * What the product has no operation for yet, written as it will be written, with the operator's keys: at one instant, past
 * the scheduler and its faults.
 */
export type Operator = {
  liveRoom(roomId: string): Promise<LiveRoom | undefined>;
  /** A place on the stage; the credential is made when the person joins. */
  putOnStage(roomId: string, person: Person, role: 'cohost' | 'speaker'): Promise<boolean>;
  /** Out for good: the ban is the member item, its seat dies. */
  ban(roomId: string, person: Person): Promise<boolean>;
  /** A dead seat of the epoch before, as a minter leaves it that was overtaken by a restart. */
  leaveOldSeat(roomId: string): Promise<void>;
  /** Not into any room of the host's any more; out of this one, its seat dies. */
  block(roomId: string, host: Person, person: Person): Promise<void>;
};

const whatever: Condition = { text: 'attribute_exists(pk) OR attribute_not_exists(pk)' };
const policy = policyOf('2021-05');

export function openOperator({ timeline, operations }: World): Operator {
  const wiring = wiringOfEnvironment();
  const tables = tablesOf(wiring);
  const now = () => timeline.now();
  const liveRoom = async (roomId: string) => {
    const room = await rooms(wiring).find(roomId);
    return room?.status === 'live' ? room : undefined;
  };
  return {
    liveRoom: (roomId) => operations.aside(() => liveRoom(roomId)),
    putOnStage: (roomId, { userId }, role) =>
      operations.aside(async () => {
        const room = await liveRoom(roomId);
        const taken = room && takeStage(room, userId, role, now(), policy);
        if (!room || !taken?.isAllowed || taken.value === room) return false;
        return (await rooms(wiring).change(room, taken.value)).isWritten;
      }),
    ban: (roomId, { userId }) =>
      operations.aside(async () => {
        const room = await liveRoom(roomId);
        if (!room || placeOf(room, userId)) return false;
        const member = await members(wiring).find(roomId, userId);
        await write(tables, removal(member, { roomId, userId, state: 'banned', at: isoOf(now()), epoch: room.epoch }));
        return true;
      }),
    leaveOldSeat: (roomId) =>
      operations.aside(async () => {
        const room = await liveRoom(roomId);
        if (!room || room.epoch < 2) return;
        const name = `old-${now()}`;
        const attendee = { AttendeeId: name, ExternalUserId: name, JoinToken: name };
        const epoch = room.epoch - 1;
        const seat = { epoch, replica: 1, meetingId: name, attendee };
        const item = { ...freeSeatKey(roomId, 0, `80000000${name}`), schemaVersion: 1, roomId, epoch, seat };
        await write(tables, [{ kind: 'put', table: 'rooms', item, when: whatever }]);
      }),
    block: (roomId, host, { userId }) =>
      operations.aside(async () => {
        const edge = { ...blockKey(host.userId, userId), at: isoOf(now()) };
        const put: Write = { kind: 'put', table: 'social', item: edge, when: whatever };
        const member = await members(wiring).find(roomId, userId);
        const leaving = { roomId, userId, state: 'left' as const, at: isoOf(now()), epoch: member?.epoch ?? 1 };
        await write(tables, [put, ...(member?.state === 'joined' ? removal(member, leaving) : [])]);
      }),
  };
}

type Removal = Pick<Member, 'roomId' | 'userId' | 'state' | 'epoch'> & { readonly at: string };

/** The member without a seat, and the death of the seat they had. */
function removal(member: Member | undefined, { roomId, userId, state, epoch, at }: Removal): Write[] {
  const key = memberKey(roomId, userId);
  const stay = { roomId, userId, state, role: member?.role ?? 'listener', epoch, schemaVersion: 1 };
  if (!member)
    return [{ kind: 'put', table: 'rooms', item: { ...key, ...stay, joinedAt: at, leftAt: at }, when: absent }];
  const remove = ['seat', 'stage', 'attendeeId', 'workQueue', 'priority', 'peopleShard', 'awaitedSince'];
  const change = { set: { state, leftAt: at, isLost: false }, remove };
  const update: Write = { kind: 'update', table: 'rooms', key, change, when: whatever };
  return member.seat ? [update, kickWork(roomId, member.seat, ranks.kick)] : [update];
}
