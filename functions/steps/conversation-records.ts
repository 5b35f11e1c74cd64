import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { StreamRecord } from '../../adapters/dynamodb/stream-records.ts';
import { messageNewsOf } from '../../adapters/dynamodb/talk-records.ts';
import type { queues } from '../../adapters/queues.ts';
import { deletedFrames, type Message, postedFrames } from '../../domain/chat.ts';
import type { ContextOf } from '../runtime/context.ts';

type Context = ContextOf<{ queues: typeof queues; rooms: typeof rooms }>;
type News = { readonly message: Message; readonly isDeleted: boolean };

/**
 * Tells each room what was written in its chat and what was deleted, in the order of the stream: one read of the room and few
 * frames for a whole batch. `token` is the same for every repeat of the batch, and so are the frames' ids.
 */
export async function tellChat(context: Context, records: readonly StreamRecord[], token: string): Promise<void> {
  const news = records.flatMap((record) => messageNewsOf(record) ?? []);
  const byRoom = Map.groupBy(news, ({ message }) => message.roomId);
  await Promise.all([...byRoom].map(([roomId, told]) => tellRoom(context, roomId, told, token)));
}

async function tellRoom(context: Context, roomId: string, news: readonly News[], token: string): Promise<void> {
  const room = await context.rooms.find(roomId);
  // Nobody listens to a room that is over; what was deleted there is seen by whoever reads it again.
  if (room?.status !== 'live') return;
  const of = (isDeleted: boolean) => news.filter((one) => one.isDeleted === isDeleted).map(({ message }) => message);
  const frames = [...postedFrames(room, of(false), token), ...deletedFrames(room, of(true), token)];
  await context.queues.send(
    'frames',
    frames.map((frame) => ({ body: frame, groupId: frame.channel, deduplicationId: frame.id })),
  );
}
