import * as z from 'zod/mini';
import { guests } from '../../adapters/dynamodb/guests.ts';
import { joins } from '../../adapters/dynamodb/joins.ts';
import { pools } from '../../adapters/dynamodb/pools.ts';
import { seats } from '../../adapters/dynamodb/seats.ts';
import { switches } from '../../adapters/dynamodb/switches.ts';
import { works } from '../../adapters/dynamodb/works.ts';
import { guestTokens } from '../../adapters/guest-tokens.ts';
import { realtimeTokens } from '../../adapters/realtime-tokens.ts';
import { admit } from '../../domain/admission.ts';
import { type Allowance, holderOfAddress, secondsToNextMinute } from '../../domain/guest.ts';
import { channelsOf } from '../../domain/realtime.ts';
import { noCounts, roomView } from '../../domain/room-view.ts';
import type { Visitor } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { guestHttp } from '../runtime/guest-http.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { roomId } from '../runtime/schemas.ts';
import { guestGrantView } from '../runtime/views.ts';
import { enterAudience } from '../steps/audience-entry.ts';
import { liveOr } from '../steps/stage-credential.ts';
import { ensureOn } from '../steps/switches.ts';

export const input = z.object({ roomId });
export const output = guestGrantView;

const adapters = { guests, guestTokens, joins, pools, realtimeTokens, seats, switches, works };
type Context = ContextOf<typeof adapters>;

export async function listenRoom(context: Context, visitor: Visitor, { roomId }: z.infer<typeof input>) {
  const guestId = visitor.kind === 'guest' ? visitor.guestId : context.newGuestId();
  const { policy, replicaBudget } = context.config;
  const [door] = await Promise.all([context.joins.read(roomId, guestId, replicaBudget), ensureOn(context, 'guests')]);
  const room = door.room ?? stop('room_not_found', { param: 'roomId' });
  if (visitor.kind === 'user' || visitor.kind === 'app') return stop('not_allowed_for_role', { message: joinInstead });
  const stranger = {
    isBlockedByHost: false,
    isFollower: false,
    isInvited: false,
    hasTicket: false,
    isSuspended: false,
  };
  const arrival = { room, personId: guestId, isGuest: true, ...stranger, now: context.now(), policy };
  const role = ensure(admit({ ...arrival, ...(door.member && { member: door.member }) }));
  await ensureAllowed(context, visitor);
  const live = liveOr(room);
  const audio = await enterAudience(context, live, { userId: guestId, isListeningShared: false }, door);
  const realtime = context.realtimeTokens.grant(guestId, channelsOf(live, guestId));
  const guest = context.guestTokens.issue(guestId);
  return { room: roomView(live, noCounts), role, labels: [], audio, realtime, guest };
}

const joinInstead = 'Listening this way is for people without an account: whoever has one joins.';

/** Counted once the door is open, so that nobody is held up by rooms they could not enter anyway. */
async function ensureAllowed(context: Context, visitor: Visitor): Promise<void> {
  const { newGuestsPerAddressAndMinute, listensPerGuestAndMinute } = context.config.policy;
  const allowance: Allowance =
    visitor.kind === 'guest'
      ? { holder: visitor.guestId, limit: listensPerGuestAndMinute }
      : { holder: holderOfAddress(context.request.address ?? ''), limit: newGuestsPerAddressAndMinute };
  if (await context.guests.take(allowance)) return;
  stop('too_fast', { facts: { limit: allowance.limit }, retryAfterSeconds: secondsToNextMinute(context.now()) });
}

export const handler = guestHttp({ input, adapters, run: listenRoom });
