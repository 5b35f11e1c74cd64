import * as z from 'zod/mini';
import { audio } from '../../adapters/audio.ts';
import { endings } from '../../adapters/dynamodb/endings.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { starts } from '../../adapters/dynamodb/starts.ts';
import { switches } from '../../adapters/dynamodb/switches.ts';
import { realtimeTokens } from '../../adapters/realtime-tokens.ts';
import { hostingVerdict, mayHost } from '../../domain/eligibility.ts';
import type { LiveRoom } from '../../domain/room.ts';
import { startRoom as decideStart } from '../../domain/room-commands.ts';
import type { User } from '../runtime/caller.ts';
import { actorOf } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { roomId } from '../runtime/schemas.ts';
import { grantView } from '../runtime/views.ts';
import { ensureFree, hostGrant, tryStart } from '../steps/go-live.ts';
import { actingProfileOf } from '../steps/person.ts';
import { roomOf } from '../steps/room-change.ts';
import { ensureOn } from '../steps/switches.ts';

export const input = z.object({ roomId });
export const output = grantView;

const adapters = { audio, endings, members, profiles, realtimeTokens, rooms, starts, switches };
type Context = ContextOf<typeof adapters>;

/** More than can change one planned room at the same instant. */
const attempts = 10;

export async function startRoom(context: Context, caller: User, { roomId }: z.infer<typeof input>) {
  const { policy } = context.config;
  const [stored, profile] = await Promise.all([roomOf(context, roomId), actingProfileOf(context, caller)]);
  let room = stored;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const startable = ensure(decideStart(room, actorOf(caller), context.now(), policy));
    if (startable.status === 'live') return grantAgain(context, startable);
    await ensureOn(context, 'new-rooms');
    ensure(mayHost(hostingVerdict({ profile, now: context.now(), policy })));
    await ensureFree(context, startable.hostId, roomId);
    const tried = await tryStart(context, startable);
    if ('grant' in tried) return tried.grant;
    room = tried.now;
  }
  return stop('busy');
}

/** Starting a live room again answers the same grant. */
async function grantAgain(context: Context, room: LiveRoom) {
  const member = await context.members.find(room.id, room.hostId);
  return member?.stage ? hostGrant(context, room, member.stage) : stop('busy');
}

export const handler = http({ input, adapters, run: startRoom });
