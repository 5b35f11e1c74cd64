import type * as z from 'zod/mini';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { realtimeTokens } from '../../adapters/realtime-tokens.ts';
import { personChannel } from '../../domain/realtime.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { nothing } from '../runtime/schemas.ts';
import { realtimeView } from '../runtime/views.ts';
import { actingProfileOf } from '../steps/person.ts';

export const input = nothing;
export const output = realtimeView;

const adapters = { profiles, realtimeTokens };

/** The own channel, outside any room; a room's channels come with its join grant. */
export async function renewRealtime(context: ContextOf<typeof adapters>, caller: User, _input: z.infer<typeof input>) {
  const { userId } = await actingProfileOf(context, caller);
  return context.realtimeTokens.grant(userId, [personChannel(userId)]);
}

export const handler = http({ input, adapters, run: renewRealtime });
