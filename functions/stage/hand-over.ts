import * as z from 'zod/mini';
import { captionsAudio } from '../../adapters/captions-audio.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { starts } from '../../adapters/dynamodb/starts.ts';
import { stageAudio } from '../../adapters/stage-audio.ts';
import { currentState } from '../../domain/room-clock.ts';
import { noCounts, roomView } from '../../domain/room-view.ts';
import { handOverTo } from '../../domain/stage-commands.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { stop } from '../runtime/refusal-error.ts';
import { roomId, userId } from '../runtime/schemas.ts';
import { roomView as roomShape } from '../runtime/views.ts';
import { actingIn } from '../steps/acting.ts';
import { changeRoom } from '../steps/room-change.ts';
import { applyMute } from '../steps/stage-effects.ts';

export const input = z.object({ roomId, userId });
export const output = roomShape;

const adapters = { captionsAudio, profiles, rooms, stageAudio, starts };
type Context = ContextOf<typeof adapters>;

export async function handOver(context: Context, caller: User, { roomId, userId }: z.infer<typeof input>) {
  const [{ room, acting }] = await Promise.all([
    actingIn(context, caller, roomId),
    ensureHostsNowhereElse(context, userId, roomId),
  ]);
  const { after } = await changeRoom(context, room, (current) => handOverTo(current, acting, userId));
  await applyMute(context, after, userId);
  return roomView(after, noCounts);
}

/** One live room per host; a claim that time has ended is no claim. */
async function ensureHostsNowhereElse(context: Context, userId: string, roomId: string): Promise<void> {
  const hosting = await context.starts.hostedBy(userId);
  const other = hosting === undefined || hosting === roomId ? undefined : await context.rooms.find(hosting);
  if (other && currentState(other, context.now(), context.config.policy).status === 'live')
    stop('already_hosting', { facts: { roomId: other.id } });
}

export const handler = http({ input, adapters, run: handOver });
