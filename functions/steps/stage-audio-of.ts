import type { members } from '../../adapters/dynamodb/members.ts';
import type { pools } from '../../adapters/dynamodb/pools.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import { type Audio, connectionTo } from '../../domain/grant.ts';
import { hasSeat, hasStageCredential } from '../../domain/seat.ts';
import { placeOf } from '../../domain/stage.ts';
import type { ContextOf } from '../runtime/context.ts';

type Context = ContextOf<{ members: typeof members; pools: typeof pools; rooms: typeof rooms }>;

/**
 * How somebody who is on stage now gets there from the seat they hold, as their join would answer; nothing when they are not
 * there any more, or have no seat yet and must join first.
 */
export async function audioOf(context: Context, roomId: string, personId: string): Promise<Audio | undefined> {
  const [room, member] = await Promise.all([context.rooms.find(roomId), context.members.find(roomId, personId)]);
  if (room?.status !== 'live' || !placeOf(room, personId)) return undefined;
  const { seat, stage } = member ?? {};
  if (!stage || !hasStageCredential(member, room.epoch)) return undefined;
  const up = connectionTo(room.meeting, stage.attendee);
  if (personId === room.creatorId) return { kind: 'stage', ...up };
  if (!seat || !hasSeat(member, room.epoch)) return undefined;
  const replicas = await context.pools.replicas(roomId, room.epoch, context.config.replicaBudget);
  const replica = replicas.find(({ meeting }) => meeting.id === seat.meetingId);
  return replica && { kind: 'audience', ...connectionTo(replica.meeting, seat.attendee), stage: up };
}
