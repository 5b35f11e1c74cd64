import * as z from 'zod/mini';
import { chat } from '../../adapters/dynamodb/chat.ts';
import { chatters } from '../../adapters/dynamodb/chatters.ts';
import { type Message, shownMessage } from '../../domain/chat.ts';
import { isPrefixedId } from '../../domain/ids.ts';
import { decideAny } from '../../domain/permissions.ts';
import { millisecondsOf } from '../../domain/time.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { fromCursor, toCursor } from '../runtime/cursor.ts';
import { http } from '../runtime/http.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { cursor, limit, listOf, roomId } from '../runtime/schemas.ts';
import { messageView } from '../runtime/views.ts';
import { heldRoles, talkerOf } from '../steps/talking.ts';

export const input = z.object({ roomId, cursor, limit });
export const output = listOf(messageView);

const adapters = { chat, chatters };
type Context = ContextOf<typeof adapters>;

/** A page of which hardly anything is to be shown ends early: whoever wants more follows its cursor. */
const mostRounds = 5;

/** Newest first. What was deleted, and what people wrote whom the reader has blocked, is left out. */
export async function listMessages(context: Context, caller: User, wish: z.infer<typeof input>) {
  const { standing, blockset } = await context.chatters.reader(wish.roomId, caller.userId);
  const talker = talkerOf(context, caller, standing);
  ensure(decideAny(heldRoles(talker), 'read_chat'));
  const before = fromCursor(wish.cursor, readPlace);
  const { room } = talker;
  if (room.status !== 'live' && room.status !== 'ended') return { data: [] };
  const since = millisecondsOf(room.startedAt);
  const isShown = ({ deletedAt, userId }: Message) => deletedAt === undefined && !blockset.has(userId);
  const { messages, last } = await pageOf(context, room.id, { since, before, limit: wish.limit ?? 50 }, isShown);
  return { data: messages.map(shownMessage), ...(last !== undefined && { nextCursor: toCursor({ before: last }) }) };
}

type Back = Parameters<Context['chat']['pageBack']>[1];

/** As many as asked for; `last` is the place to go on from, absent when there is nothing behind it. */
async function pageOf(
  context: Context,
  roomId: string,
  { since, before, limit }: Back,
  isShown: (one: Message) => boolean,
) {
  const messages: Message[] = [];
  let last = before;
  for (let round = 0; round < mostRounds; round += 1) {
    const wanted = limit - messages.length;
    const found = await context.chat.pageBack(roomId, { since, before: last, limit: wanted });
    messages.push(...found.filter(isShown));
    last = found.at(-1)?.id;
    if (found.length < wanted) return { messages, last: undefined };
    if (messages.length === limit) break;
  }
  return { messages, last };
}

function readPlace(value: unknown): string | undefined {
  const { before } = toFields(value);
  return typeof before === 'string' && isPrefixedId('msg', before) ? before : undefined;
}

const toFields = (value: unknown) => (value ?? {}) as { readonly before?: unknown };

export const handler = http({ input, adapters, run: listMessages });
