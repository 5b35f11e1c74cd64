import * as z from 'zod/mini';
import { audio } from '../../adapters/audio.ts';
import { endings } from '../../adapters/dynamodb/endings.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { starts } from '../../adapters/dynamodb/starts.ts';
import { hostingVerdict, mayHost } from '../../domain/eligibility.ts';
import type { LiveRoom } from '../../domain/room.ts';
import { startRoom as decideStart } from '../../domain/room-commands.ts';
import type { User } from '../runtime/caller.ts';
import { actorOf } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { hostGrant, prepareStart, saveStart } from '../runtime/go-live.ts';
import { http } from '../runtime/http.ts';
import { actingProfileOf } from '../runtime/person.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { roomOf } from '../runtime/room-change.ts';
import { roomId } from '../runtime/schemas.ts';
import { grantView } from '../runtime/views.ts';

export const input = z.object({ roomId });
export const output = grantView;

const adapters = { audio, endings, members, profiles, rooms, starts };
type Context = ContextOf<typeof adapters>;

export async function startRoom(context: Context, caller: User, { roomId }: z.infer<typeof input>) {
  const { policy } = context.config;
  const [room, profile] = await Promise.all([roomOf(context, roomId), actingProfileOf(context, caller)]);
  const startable = ensure(decideStart(room, actorOf(caller), context.now(), policy));
  if (startable.status === 'live') return grantAgain(context, startable);
  ensure(mayHost(hostingVerdict({ profile, now: context.now(), policy })));
  const start = await prepareStart(context, startable);
  const started = await saveStart(context, start, () => context.starts.start(startable, start));
  if (started.isWritten) return hostGrant(start.room, start.credential);
  if (started.because !== 'changed') return stop('busy');
  return afterLosing(context, caller, start.room, started.room);
}

/** Somebody was faster: their start is the start, and a meeting of ours that is not theirs must go. */
async function afterLosing(context: Context, caller: User, ours: LiveRoom, theirs: Parameters<typeof decideStart>[0]) {
  const current = ensure(decideStart(theirs, actorOf(caller), context.now(), context.config.policy));
  if (current.status === 'scheduled') return stop('version_conflict');
  if (current.meeting.id !== ours.meeting.id) await context.audio.deleteMeeting(ours.meeting.id);
  return grantAgain(context, current);
}

/** Starting a live room again answers the same grant. */
async function grantAgain(context: Context, room: LiveRoom) {
  const member = await context.members.find(room.id, room.hostId);
  return member?.stage ? hostGrant(room, member.stage) : stop('busy');
}

export const handler = http({ input, adapters, run: startRoom });
