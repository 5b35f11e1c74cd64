import * as z from 'zod/mini';
import { captionsAudio } from '../../adapters/captions-audio.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { stageAudio } from '../../adapters/stage-audio.ts';
import { muteAll as decideMuteAll } from '../../domain/stage-commands.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { roomId } from '../runtime/schemas.ts';
import { actingIn } from '../steps/acting.ts';
import { changeRoom } from '../steps/room-change.ts';
import { applyMuteAll } from '../steps/stage-effects.ts';

export const input = z.object({ roomId, isOn: z.boolean() });
export const output = z.object({ isOn: z.boolean() });

const adapters = { captionsAudio, profiles, rooms, stageAudio };

export async function muteAll(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const { room, acting } = await actingIn(context, caller, wish.roomId);
  const { after } = await changeRoom(context, room, (current) => decideMuteAll(current, acting, wish.isOn));
  await applyMuteAll(context, after);
  return { isOn: after.isMutedAll };
}

export const handler = http({ input, adapters, run: muteAll });
