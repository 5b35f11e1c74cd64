import * as z from 'zod/mini';
import { captionsAudio } from '../../adapters/captions-audio.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { setCaptions as decideCaptions, wantedTranscription } from '../../domain/captions.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { language, roomId } from '../runtime/schemas.ts';
import { actingIn } from '../steps/acting.ts';
import { settleCaptionsAtOnce } from '../steps/captions-settling.ts';
import { changeRoom } from '../steps/room-change.ts';

export const input = z.object({ roomId, isOn: z.boolean(), lang: z.optional(language) });
export const output = z.object({ areCaptionsOn: z.boolean(), lang: z.optional(z.string()), isRunning: z.boolean() });

const adapters = { captionsAudio, profiles, rooms };

/** Captions of a live room, on or off. Lines come once everybody who may speak has agreed to them. */
export async function setCaptions(
  context: ContextOf<typeof adapters>,
  caller: User,
  { roomId, ...wish }: z.infer<typeof input>,
) {
  const { room, acting } = await actingIn(context, caller, roomId);
  const { after } = await changeRoom(context, room, (current) => decideCaptions(current, acting, wish));
  await settleCaptionsAtOnce(context, after);
  const { areCaptionsOn, captions } = after;
  const { isOn: isRunning } = wantedTranscription(after);
  return { areCaptionsOn, ...(areCaptionsOn && captions && { lang: captions.lang }), isRunning };
}

export const handler = http({ input, adapters, run: setCaptions });
