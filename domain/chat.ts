/** The chat of a room: what may be written, how often, who takes it away again, and how it is told. */

import type { Frame } from './frame.ts';
import { decideAny, type Role } from './permissions.ts';
import { liveChannel } from './realtime.ts';
import { allow, type Decision, refuse } from './refusal.ts';
import { type ChatSettings, type LiveRoom, nextVersion, type Room } from './room.ts';
import { type Acting, actIn } from './stage-commands.ts';
import { filterText } from './text-filter.ts';
import { isoOf } from './time.ts';
import { textFrom } from './wording.ts';

export const maxMessageCharacters = 500;
/** One person writes so many messages in any span of so many seconds. */
export const messagesPerSpan = 5;
export const spanSeconds = 10;
export const longestSlowModeSeconds = 300;
/** How long messages are kept. */
export const messageDays = 30;

/** One line of the chat; a deleted one keeps its place and has no text any more. */
export type Message = {
  readonly id: string;
  readonly roomId: string;
  readonly userId: string;
  readonly text: string;
  readonly at: string;
  readonly deletedAt?: string;
};
/** A message as everybody is shown it. */
export type ShownMessage = Pick<Message, 'id' | 'userId' | 'text' | 'at'>;

export function shownMessage({ id, userId, text, at }: Message): ShownMessage {
  return { id, userId, text, at };
}

/** The text as it will be kept, or what is wrong with it. */
export function messageText(text: string, blockedWords: readonly string[]): Decision<string> {
  const kept = textFrom('text', text, 1, maxMessageCharacters);
  return kept.isAllowed ? filterText(kept.value, blockedWords) : kept;
}

/** When the person wrote last in this room, newest first, epoch milliseconds; as many as the rules look back to. */
export type Pace = readonly number[];

/** Whether the person may write now; the pace with this message in it. Slow mode does not bind the hosts. */
export function paceAfter(
  pace: Pace,
  { isOn, slowModeSeconds }: ChatSettings,
  held: readonly Role[],
  now: number,
): Decision<Pace> {
  if (!isOn) return refuse('chat_off');
  const isHost = held.some((role) => role === 'host' || role === 'cohost');
  const slowSeconds = isHost ? 0 : restSeconds(pace[0], slowModeSeconds, now);
  if (slowSeconds > 0) return refuse('slow_mode', { retryAfterSeconds: slowSeconds, facts: { slowModeSeconds } });
  const seconds = restSeconds(pace[messagesPerSpan - 1], spanSeconds, now);
  if (seconds > 0)
    return refuse('too_fast', { retryAfterSeconds: seconds, facts: { limit: messagesPerSpan, seconds: spanSeconds } });
  return allow([now, ...pace].slice(0, messagesPerSpan));
}

/** Whole seconds until so many have passed since; 0 when they have. */
const restSeconds = (since: number | undefined, seconds: number, now: number): number =>
  since === undefined ? 0 : Math.max(0, Math.ceil((since + seconds * 1000 - now) / 1000));

/** The chat on or off, and its slow mode; what is not wished for stays. */
export function changeChat(room: Room, acting: Acting, wish: Partial<ChatSettings>): Decision<LiveRoom> {
  const live = actIn(room, acting, 'change_chat_settings');
  if (!live.isAllowed) return live;
  const { isOn = live.value.chat.isOn, slowModeSeconds = live.value.chat.slowModeSeconds } = wish;
  const isSame = isOn === live.value.chat.isOn && slowModeSeconds === live.value.chat.slowModeSeconds;
  return isSame ? live : allow(nextVersion({ ...live.value, chat: { isOn, slowModeSeconds } }, isoOf(acting.now)));
}

/** Whether somebody with these roles may delete the message; without one, whether they may delete any at all. */
export function mayDelete(message: Message | undefined, userId: string, held: readonly Role[]): Decision {
  const isOwn = !message || message.userId === userId;
  const own = isOwn ? decideAny(held, 'delete_own_message') : undefined;
  return own?.isAllowed ? own : decideAny(held, 'delete_message');
}

/** Frames stay far below what the realtime service takes of one event, 240 KB. */
const frameBytes = 100_000;

/** Messages of one batch as frames, each message in its place by id. `batch` is the same for every repeat of the batch. */
export function postedFrames(room: LiveRoom, messages: readonly Message[], batch: string): readonly Frame[] {
  const sorted = messages.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(shownMessage);
  return chunksOf(sorted).map((chunk, at) => ({
    id: `${room.id}.chat.posted.${batch}.${at}`,
    channel: liveChannel(room),
    type: 'chat.posted',
    at: chunk.at(-1)?.at ?? '',
    facts: { messages: chunk },
  }));
}

/** A character of JSON is at most three bytes of UTF-8. */
const bytesOf = (message: ShownMessage): number => JSON.stringify(message).length * 3;

function chunksOf(messages: readonly ShownMessage[]): readonly (readonly ShownMessage[])[] {
  const chunks: ShownMessage[][] = [];
  let left = 0;
  for (const message of messages) {
    const bytes = bytesOf(message);
    if (bytes > left || chunks.length === 0) {
      chunks.push([]);
      left = frameBytes;
    }
    chunks.at(-1)?.push(message);
    left -= bytes;
  }
  return chunks;
}

/** Messages that are to be shown no longer, as one frame; none when there are none. */
export function deletedFrames(room: LiveRoom, messages: readonly Message[], batch: string): readonly Frame[] {
  if (messages.length === 0) return [];
  return [
    {
      id: `${room.id}.chat.deleted.${batch}`,
      channel: liveChannel(room),
      type: 'chat.deleted',
      at: messages.at(-1)?.deletedAt ?? '',
      facts: { messageIds: messages.map(({ id }) => id) },
    },
  ];
}
