import * as z from 'zod/mini';
import { audio } from '../../adapters/audio.ts';
import { joins } from '../../adapters/dynamodb/joins.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { pools } from '../../adapters/dynamodb/pools.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { seats } from '../../adapters/dynamodb/seats.ts';
import { works } from '../../adapters/dynamodb/works.ts';
import { realtimeTokens } from '../../adapters/realtime-tokens.ts';
import { admit, labelsFor } from '../../domain/admission.ts';
import { isSuspended } from '../../domain/person.ts';
import { channelsOf } from '../../domain/realtime.ts';
import { noCounts, roomView } from '../../domain/room-view.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { roomId } from '../runtime/schemas.ts';
import { grantView } from '../runtime/views.ts';
import { enterAudience } from '../steps/audience-entry.ts';
import { ownProfileOf } from '../steps/person.ts';
import { liveOr } from '../steps/stage-credential.ts';
import { enterStage } from '../steps/stage-entry.ts';

export const input = z.object({ roomId });
export const output = grantView;

const adapters = { audio, joins, members, pools, profiles, realtimeTokens, rooms, seats, works };

export async function joinRoom(context: ContextOf<typeof adapters>, caller: User, { roomId }: z.infer<typeof input>) {
  const { policy, replicaBudget } = context.config;
  const door = await context.joins.read(roomId, caller.userId, replicaBudget);
  const room = door.room ?? stop('room_not_found', { param: 'roomId' });
  const profile = await ownProfileOf(context, caller, door.profile);
  const now = context.now();
  // Follow, ticket and block are conditions of the write itself: here they are taken as they should be.
  const arrival = {
    room,
    personId: caller.userId,
    isGuest: false,
    isSuspended: isSuspended(profile, now),
    now,
    policy,
  };
  const trusted = { isBlockedByHost: false, isFollower: true, hasTicket: true, isInvited: true };
  const role = ensure(admit({ ...arrival, ...trusted, ...(door.member && { member: door.member }) }));
  const live = liveOr(room);
  const labels = labelsFor(door.blockset, live.stage);
  if (role === 'listener') {
    const isModerator = caller.roles.includes('moderator');
    const audioOf = await enterAudience(context, live, { ...profile, isModerator }, door);
    const realtime = context.realtimeTokens.grant(caller.userId, channelsOf(live, caller.userId));
    return { room: roomView(live, noCounts, { labels }), role, labels, audio: audioOf, realtime };
  }
  const entered = await enterStage(context, live, profile, door);
  const realtime = context.realtimeTokens.grant(caller.userId, channelsOf(entered.room, caller.userId));
  const { role: placeRole, audio: stageAudio } = entered;
  return { room: roomView(entered.room, noCounts, { labels }), role: placeRole, labels, audio: stageAudio, realtime };
}

export const handler = http({ input, adapters, run: joinRoom });
