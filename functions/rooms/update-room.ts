import * as z from 'zod/mini';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { allow } from '../../domain/refusal.ts';
import { audiences, speakersPolicies } from '../../domain/room.ts';
import { updateRoom as decideUpdate } from '../../domain/room-changes.ts';
import { roomView } from '../../domain/room-view.ts';
import { actorOf, type User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { roomId, timestamp, topics, version } from '../runtime/schemas.ts';
import { roomView as roomShape } from '../runtime/views.ts';
import { actingProfileOf } from '../steps/person.ts';
import { changeRoom } from '../steps/room-change.ts';
import { countedRoomOf } from '../steps/room-reading.ts';

export const input = z.object({
  roomId,
  title: z.optional(z.string()),
  topics,
  lang: z.optional(z.string()),
  speakersPolicy: z.optional(z.enum(speakersPolicies)),
  audience: z.optional(z.enum(audiences)),
  isLocked: z.optional(z.boolean()),
  areGuestsAllowed: z.optional(z.boolean()),
  startsAt: z.optional(timestamp),
  version,
});
export const output = roomShape;

const adapters = { profiles, rooms };

export async function updateRoom(
  context: ContextOf<typeof adapters>,
  caller: User,
  { roomId, ...patch }: z.infer<typeof input>,
) {
  const [{ room, counts }] = await Promise.all([countedRoomOf(context, roomId), actingProfileOf(context, caller)]);
  const { after } = await changeRoom(context, room, (current) => {
    const update = decideUpdate(current, actorOf(caller), patch, context.now(), context.config.policy);
    return update.isAllowed ? allow(update.value.next) : update;
  });
  return roomView(after, counts);
}

export const handler = http({ input, adapters, run: updateRoom });
