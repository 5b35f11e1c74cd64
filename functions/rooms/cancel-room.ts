import * as z from 'zod/mini';
import { endings } from '../../adapters/dynamodb/endings.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { cancelRoom as decideCancel } from '../../domain/room-commands.ts';
import { noCounts, roomView } from '../../domain/room-view.ts';
import { actorOf, type User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { roomId } from '../runtime/schemas.ts';
import { roomView as roomShape } from '../runtime/views.ts';
import { actingProfileOf } from '../steps/person.ts';
import { changeRoom, roomOf } from '../steps/room-change.ts';

export const input = z.object({ roomId });
export const output = roomShape;

const adapters = { endings, profiles, rooms };

export async function cancelRoom(context: ContextOf<typeof adapters>, caller: User, { roomId }: z.infer<typeof input>) {
  const [room] = await Promise.all([roomOf(context, roomId), actingProfileOf(context, caller)]);
  const { after } = await changeRoom(
    context,
    room,
    (current) => decideCancel(current, actorOf(caller), context.now(), context.config.policy),
    (before, next) =>
      before.status === 'scheduled' ? context.endings.cancel(before, next) : context.rooms.change(before, next),
  );
  return roomView(after, noCounts);
}

export const handler = http({ input, adapters, run: cancelRoom });
