import { tablesOf } from '../../../adapters/dynamodb/client.ts';
import { members } from '../../../adapters/dynamodb/members.ts';
import { rooms } from '../../../adapters/dynamodb/rooms.ts';
import { freeSeatKey } from '../../../adapters/dynamodb/table.ts';
import { type Condition, write } from '../../../adapters/dynamodb/write.ts';
import type { LiveRoom } from '../../../domain/room.ts';
import type { Member } from '../../../domain/seat.ts';
import { wiringOfEnvironment } from '../../../functions/runtime/context.ts';
import type { World } from '../machine/world.ts';
import type { Person } from './cast.ts';

/** What people in the room see and frames tell, read with the operator's keys: at one instant, past the scheduler and its faults. */
export type Operator = {
  liveRoom(roomId: string): Promise<LiveRoom | undefined>;
  member(roomId: string, person: Person): Promise<Member | undefined>;
  /** A dead seat of the epoch before, as a minter leaves it that was overtaken by a restart. */
  leaveOldSeat(roomId: string): Promise<void>;
};

const whatever: Condition = { text: 'attribute_exists(pk) OR attribute_not_exists(pk)' };

export function openOperator({ timeline, operations }: World): Operator {
  const wiring = wiringOfEnvironment();
  const tables = tablesOf(wiring);
  const liveRoom = async (roomId: string) => {
    const room = await rooms(wiring).find(roomId);
    return room?.status === 'live' ? room : undefined;
  };
  return {
    liveRoom: (roomId) => operations.aside(() => liveRoom(roomId)),
    member: (roomId, { userId }) => operations.aside(() => members(wiring).find(roomId, userId)),
    leaveOldSeat: (roomId) =>
      operations.aside(async () => {
        const room = await liveRoom(roomId);
        if (!room || room.epoch < 2) return;
        const name = `old-${timeline.now()}`;
        const attendee = { AttendeeId: name, ExternalUserId: name, JoinToken: name };
        const epoch = room.epoch - 1;
        const seat = { epoch, replica: 1, meetingId: name, attendee };
        const item = { ...freeSeatKey(roomId, 0, `80000000${name}`), schemaVersion: 1, roomId, epoch, seat };
        await write(tables, [{ kind: 'put', table: 'rooms', item, when: whatever }]);
      }),
  };
}
