import type { audio } from '../../adapters/audio.ts';
import type { Door, joins } from '../../adapters/dynamodb/joins.ts';
import type { members } from '../../adapters/dynamodb/members.ts';
import type { pools } from '../../adapters/dynamodb/pools.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { seats } from '../../adapters/dynamodb/seats.ts';
import type { works } from '../../adapters/dynamodb/works.ts';
import { type Audio, connectionTo } from '../../domain/grant.ts';
import type { Profile } from '../../domain/person.ts';
import { allow } from '../../domain/refusal.ts';
import type { LiveRoom } from '../../domain/room.ts';
import { currentState } from '../../domain/room-clock.ts';
import { type PlaceRole, placeOf } from '../../domain/stage.ts';
import { hostBack } from '../../domain/succession.ts';
import type { ContextOf } from '../runtime/context.ts';
import { stop } from '../runtime/refusal-error.ts';
import { enterAudience } from './audience-entry.ts';
import { changeRoom } from './room-change.ts';
import { liveOr, stageCredentialOf, withLivingMeeting } from './stage-credential.ts';

type Context = ContextOf<{
  audio: typeof audio;
  joins: typeof joins;
  members: typeof members;
  pools: typeof pools;
  rooms: typeof rooms;
  seats: typeof seats;
  works: typeof works;
}>;
export type OnStage = { readonly room: LiveRoom; readonly role: PlaceRole; readonly audio: Audio };

/** Somebody of the stage is back: the grace ends, a meeting that is over is made anew, the credential is the one they hold. */
export async function enterStage(context: Context, room: LiveRoom, profile: Profile, door: Door): Promise<OnStage> {
  const { userId } = profile;
  const { policy } = context.config;
  const { before, after } = await changeRoom(context, room, (stored) => {
    const now = context.now();
    return allow(hostBack(liveOr(currentState(stored, now, policy)), userId, now, policy));
  });
  const living = await withLivingMeeting(context, after);
  const isBack = after.version !== before.version;
  const entry = await stageCredentialOf(context, living, userId, {
    isBack,
    ...(door.member && { member: door.member }),
  });
  const { role } = placeOf(entry.room, userId) ?? stop('not_on_stage');
  const stage = connectionTo(entry.room.meeting, entry.credential.attendee);
  // The starting host sits in the primary meeting itself; nobody can be moved from there into a replica.
  if (userId === room.creatorId) return { room: entry.room, role, audio: { kind: 'stage', ...stage } };
  const seated = await enterAudience(context, entry.room, profile, door);
  return { room: entry.room, role, audio: seated.kind === 'audience' ? { ...seated, stage } : seated };
}
