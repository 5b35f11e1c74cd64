import * as z from 'zod/mini';
import { crowd, type Spot } from '../../adapters/dynamodb/crowd.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { reading } from '../../adapters/dynamodb/reading.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { labelsFor } from '../../domain/admission.ts';
import { withoutBlocked } from '../../domain/block.ts';
import { isUserId } from '../../domain/ids.ts';
import { publicProfile } from '../../domain/person.ts';
import { currentState } from '../../domain/room-clock.ts';
import type { StagePlace } from '../../domain/stage.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { fromCursor, toCursor } from '../runtime/cursor.ts';
import { http } from '../runtime/http.ts';
import { personInRoomView } from '../runtime/people-views.ts';
import { cursor, limit, roomId } from '../runtime/schemas.ts';
import { labelView } from '../runtime/views.ts';
import { signedInReaderOf } from '../steps/room-readers.ts';
import { countedRoomOf } from '../steps/room-reading.ts';

const role = z.enum(['host', 'cohost', 'speaker', 'listener']);
export const input = z.object({ roomId, role: z.optional(role), cursor, limit });
export const output = z.object({
  data: z.array(personInRoomView),
  labels: z.array(labelView),
  counts: z.object({ stage: z.number(), listeners: z.number() }),
  nextCursor: z.optional(z.string()),
});

const adapters = { crowd, profiles, reading, rooms };
type Person = Pick<StagePlace, 'userId' | 'isMuted' | 'isHandRaised' | 'hasCaptionConsent'> & {
  readonly role: z.infer<typeof role>;
};
const listener = { role: 'listener', isMuted: false, isHandRaised: false, hasCaptionConsent: false } as const;

export async function listPeople(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const { room, counts } = await countedRoomOf(context, wish.roomId);
  const reader = await signedInReaderOf(context, caller, room);
  const after = fromCursor(wish.cursor, readSpot);
  const current = currentState(room, context.now(), context.config.policy);
  const stage = current.status === 'live' ? current.stage : [];
  const most = wish.limit ?? 50;
  const here = stage.filter(({ isHere }) => isHere).length;
  const isListening = current.status === 'live' && (wish.role === undefined || wish.role === 'listener');
  const spots = isListening ? await context.crowd.pageOfPeople(room.id, most, after) : [];
  const people: Person[] = [
    ...stage.filter((place) => !after && (wish.role ?? place.role) === place.role),
    ...withoutBlocked(reader.blockset, spots).map(({ userId }): Person => ({ userId, ...listener })),
  ];
  const last = spots.length === most ? spots.at(-1) : undefined;
  return {
    data: await described(context, people),
    labels: labelsFor(reader.blockset, stage),
    counts: { stage: stage.length, listeners: Math.max(0, counts.participantCount - here) },
    ...(last && { nextCursor: toCursor(last) }),
  };
}

async function described(context: ContextOf<typeof adapters>, people: readonly Person[]) {
  const known = new Map(
    (await context.profiles.findMany(people.map(({ userId }) => userId))).map((p) => [p.userId, p]),
  );
  return people.flatMap(({ userId, role, isMuted, isHandRaised, hasCaptionConsent }) => {
    const profile = known.get(userId);
    const person = { userId, role, isMuted, isHandRaised, hasCaptionConsent };
    return profile ? [{ user: publicProfile(profile), ...person }] : [];
  });
}

function readSpot(value: unknown): Spot | undefined {
  const { shard, userId } = toFields(value);
  if (typeof shard !== 'number' || typeof userId !== 'string' || !isUserId(userId)) return undefined;
  return Number.isInteger(shard) && shard >= 0 ? { shard, userId } : undefined;
}

const toFields = (value: unknown) => (value ?? {}) as { readonly shard?: unknown; readonly userId?: unknown };

export const handler = http({ input, adapters, run: listPeople });
