import * as z from 'zod/mini';
import { captionsAudio } from '../../adapters/captions-audio.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { consentToCaptions as decideConsent, wantedTranscription } from '../../domain/captions.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { roomId } from '../runtime/schemas.ts';
import { actingIn } from '../steps/acting.ts';
import { settleCaptionsAtOnce } from '../steps/captions-settling.ts';
import { changeRoom } from '../steps/room-change.ts';

export const input = z.object({ roomId, isGiven: z.boolean() });
export const output = z.object({ hasConsent: z.boolean(), isRunning: z.boolean() });

const adapters = { captionsAudio, profiles, rooms };

/** Whether what the caller says on stage may be written down; captions of the room pause while somebody has not agreed. */
export async function consentToCaptions(
  context: ContextOf<typeof adapters>,
  caller: User,
  { roomId, isGiven }: z.infer<typeof input>,
) {
  const { room, acting } = await actingIn(context, caller, roomId);
  const { after } = await changeRoom(context, room, (current) => decideConsent(current, acting, isGiven));
  await settleCaptionsAtOnce(context, after);
  return { hasConsent: isGiven, isRunning: wantedTranscription(after).isOn };
}

export const handler = http({ input, adapters, run: consentToCaptions });
