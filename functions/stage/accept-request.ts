import * as z from 'zod/mini';
import { audio } from '../../adapters/audio.ts';
import { captionsAudio } from '../../adapters/captions-audio.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { requests } from '../../adapters/dynamodb/requests.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { acceptRequest as decideAccept } from '../../domain/stage-commands.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { stop } from '../runtime/refusal-error.ts';
import { roomId, userId } from '../runtime/schemas.ts';
import { stageMemberView } from '../runtime/stage-views.ts';
import { actingIn } from '../steps/acting.ts';
import { bringUp, placeView } from '../steps/promotion.ts';
import { changeRoom } from '../steps/room-change.ts';
import { liveOr } from '../steps/stage-credential.ts';

export const input = z.object({ roomId, userId });
export const output = stageMemberView;

const adapters = { audio, captionsAudio, members, profiles, requests, rooms };

export async function acceptRequest(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const { userId } = wish;
  const [{ room, acting }, member] = await Promise.all([
    actingIn(context, caller, wish.roomId),
    context.members.find(wish.roomId, userId),
  ]);
  const { after } = await changeRoom(
    context,
    room,
    (current) => decideAccept(current, acting, userId, member?.credentialCount ?? 0),
    async (before, next) => {
      const granted = await context.requests.grant(liveOr(before), next, userId);
      if (granted === 'outside') return stop('not_in_room', { param: 'userId' });
      return granted === 'gone' ? stop('not_found', { param: 'userId' }) : granted;
    },
  );
  return placeView(await bringUp(context, after, userId, member), userId);
}

export const handler = http({ input, adapters, run: acceptRequest });
