import * as z from 'zod/mini';
import { audio } from '../../adapters/audio.ts';
import { endings } from '../../adapters/dynamodb/endings.ts';
import { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { results } from '../../adapters/dynamodb/results.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { spending } from '../../adapters/dynamodb/spending.ts';
import { starts } from '../../adapters/dynamodb/starts.ts';
import { switches } from '../../adapters/dynamodb/switches.ts';
import { realtimeTokens } from '../../adapters/realtime-tokens.ts';
import { hostingVerdict, mayHost } from '../../domain/eligibility.ts';
import { mediaRegions } from '../../domain/media-region.ts';
import { audiences, speakersPolicies } from '../../domain/room.ts';
import { createRoom as newRoom } from '../../domain/room-changes.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { type Keyed, keyed } from '../runtime/idempotency.ts';
import { noteRoom } from '../runtime/notes.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { saleWish } from '../runtime/sale-schemas.ts';
import { timestamp, topics, userId } from '../runtime/schemas.ts';
import { grantView, roomView as roomShape } from '../runtime/views.ts';
import { ensureFree } from '../steps/go-live.ts';
import { answerOnce } from '../steps/kept-grant.ts';
import { goLiveNow } from '../steps/live-now.ts';
import { actingProfileOf } from '../steps/person.ts';
import { planNow } from '../steps/plan-now.ts';
import { sellFromTheStart } from '../steps/selling-rooms.ts';
import { ensureOn } from '../steps/switches.ts';

export const input = z.object({
  title: z.string(),
  topics,
  lang: z.optional(z.string()),
  speakersPolicy: z.optional(z.enum(speakersPolicies)),
  audience: z.optional(z.enum(audiences)),
  isListed: z.optional(z.boolean()),
  areGuestsAllowed: z.optional(z.boolean()),
  invitedUserIds: z.optional(z.array(userId).check(z.maxLength(100))),
  startsAt: z.optional(timestamp),
  mediaRegion: z.optional(z.enum(mediaRegions)),
  sale: z.optional(saleWish),
});
export const output = z.union([grantView, z.object({ room: roomShape })]);

const records = { endings, payoutAccounts, profiles, results, rooms, spending, starts, switches };
const adapters = { ...records, audio, realtimeTokens };
type Context = ContextOf<typeof adapters>;

export async function createRoom(context: Context, caller: User, wish: z.infer<typeof input>): Promise<object> {
  const request = keyed(context, caller, wish);
  return answerOnce(context, request, () => makeRoom(context, caller, wish, request));
}

async function makeRoom(context: Context, caller: User, wish: z.infer<typeof input>, request: Keyed | undefined) {
  await ensureOn(context, 'new-rooms');
  if (wish.sale) await ensureOn(context, 'sales');
  const profile = await actingProfileOf(context, caller);
  ensure(mayHost(hostingVerdict({ profile, now: context.now(), policy: context.config.policy })));
  const { mediaRegion, policy } = context.config;
  const id = context.newRoomId();
  noteRoom(id);
  const making = { id, creatorId: caller.userId, mediaRegion, now: context.now(), policy };
  const made = ensure(newRoom(wish, making));
  const { room, sale } = await sellFromTheStart(context, profile, made, wish.sale);
  if (made.status === 'draft') await ensureFree(context, made.hostId, made.id);
  await context.starts.invite(room.id, room.invitedUserIds, room.createdAt);
  return room.status === 'draft' ? goLiveNow(context, room, request, sale) : planNow(context, room, request, sale);
}

export const handler = http({ input, adapters, run: createRoom });
