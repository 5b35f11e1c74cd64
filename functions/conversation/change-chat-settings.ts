import * as z from 'zod/mini';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { standings } from '../../adapters/dynamodb/standing.ts';
import { changeChat, longestSlowModeSeconds } from '../../domain/chat.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { roomId } from '../runtime/schemas.ts';
import { changeRoom } from '../steps/room-change.ts';
import { talkerOf } from '../steps/talking.ts';

export const input = z.object({
  roomId,
  isOn: z.optional(z.boolean()),
  slowModeSeconds: z.optional(z.number().check(z.int(), z.gte(0), z.lte(longestSlowModeSeconds))),
});
export const output = z.object({ isOn: z.boolean(), slowModeSeconds: z.number() });

const adapters = { rooms, standings };

/** What is not named stays as it is. */
export async function changeChatSettings(
  context: ContextOf<typeof adapters>,
  caller: User,
  { roomId, ...wish }: z.infer<typeof input>,
) {
  const talker = talkerOf(context, caller, await context.standings.find(roomId, caller.userId));
  const { after } = await changeRoom(context, talker.room, (room) => changeChat(room, talker.acting, wish));
  return after.chat;
}

export const handler = http({ input, adapters, run: changeChatSettings });
