import * as z from 'zod/mini';
import { captionsAudio } from '../../adapters/captions-audio.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { stageAudio } from '../../adapters/stage-audio.ts';
import { mutePerson as decideMute } from '../../domain/stage-commands.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { roomId, userId } from '../runtime/schemas.ts';
import { stageMemberView } from '../runtime/stage-views.ts';
import { actingIn } from '../steps/acting.ts';
import { placeView } from '../steps/promotion.ts';
import { changeRoom } from '../steps/room-change.ts';
import { applyMute } from '../steps/stage-effects.ts';

export const input = z.object({ roomId, userId, isMuted: z.boolean() });
export const output = stageMemberView;

const adapters = { captionsAudio, profiles, rooms, stageAudio };

export async function mutePerson(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const { userId, isMuted } = wish;
  const { room, acting } = await actingIn(context, caller, wish.roomId);
  const { after } = await changeRoom(context, room, (current) => decideMute(current, acting, userId, isMuted));
  await applyMute(context, after, userId);
  return placeView(after, userId);
}

export const handler = http({ input, adapters, run: mutePerson });
