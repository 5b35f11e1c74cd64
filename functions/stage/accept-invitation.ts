import * as z from 'zod/mini';
import { audio } from '../../adapters/audio.ts';
import { captionsAudio } from '../../adapters/captions-audio.ts';
import { type Invitation, invitations } from '../../adapters/dynamodb/invitations.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { LiveRoom } from '../../domain/room.ts';
import { placeOf } from '../../domain/stage.ts';
import { acceptInvitation as decideAccept, liveNow } from '../../domain/stage-commands.ts';
import { isoOf, isReached } from '../../domain/time.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { roomId } from '../runtime/schemas.ts';
import { actingIn } from '../steps/acting.ts';
import { bringUp } from '../steps/promotion.ts';
import { changeRoom } from '../steps/room-change.ts';
import { liveOr } from '../steps/stage-credential.ts';

export const input = z.object({ roomId });
export const output = z.object({ role: z.enum(['cohost', 'speaker', 'listener']) });

const adapters = { audio, captionsAudio, invitations, members, profiles, rooms };
type Context = ContextOf<typeof adapters>;

export async function acceptInvitation(context: Context, caller: User, wish: z.infer<typeof input>) {
  const { userId } = caller;
  const [{ room, acting }, invitation, member] = await Promise.all([
    actingIn(context, caller, wish.roomId),
    context.invitations.find(wish.roomId, userId),
    context.members.find(wish.roomId, userId),
  ]);
  const live = ensure(liveNow(room, acting));
  if (!invitation) return stop('not_found');
  const { role, openUntil, acceptedAt } = invitation;
  const isOver = openUntil !== undefined && acceptedAt === undefined && isReached(openUntil, context.now());
  if (isOver) return stop('invitation_expired');
  // Whoever went from the stage since needs to be asked anew.
  if (acceptedAt !== undefined && role !== 'listener' && !placeOf(live, userId)) return stop('already_decided');
  if (role === 'listener') {
    const isNoted = await context.invitations.accept(invitation, isoOf(context.now()));
    return isNoted ? { role } : stop('not_found');
  }
  const { after } = await changeRoom(
    context,
    room,
    (current) => decideAccept(current, acting, userId, role, member?.credentialCount ?? 0),
    (before, next) => save(context, liveOr(before), next, invitation),
  );
  await bringUp(context, after, userId, member);
  return { role };
}

async function save(context: Context, before: LiveRoom, next: LiveRoom, invitation: Invitation) {
  const granted = await context.invitations.grant(before, next, invitation, isoOf(context.now()));
  if (granted === 'banned') return stop('blocked_from_room');
  if (granted === 'blocked') return stop('blocked_by_host');
  return granted === 'gone' ? stop('not_found') : granted;
}

export const handler = http({ input, adapters, run: acceptInvitation });
