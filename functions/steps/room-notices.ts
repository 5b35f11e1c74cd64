import type { DynamoDBRecord } from 'aws-lambda';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import { noticeOf } from '../../adapters/dynamodb/stream-records.ts';
import type { DomainEvent } from '../../domain/events.ts';
import type { Frame } from '../../domain/frame.ts';
import { noticeEvents, noticeFrames } from '../../domain/notice.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';

type Told = { readonly frames: Frame[]; readonly events: DomainEvent[] };

/**
 * Adds what a request, an invitation or a removal means for others. Requests are told on the stage's channel of this moment;
 * the room is read for it.
 */
export async function tellNotice(
  context: ContextOf<{ rooms: typeof rooms }>,
  record: DynamoDBRecord,
  { frames, events }: Told,
): Promise<void> {
  const notice = noticeOf(record);
  if (!notice) return;
  const room = notice.kind === 'request' ? await context.rooms.find(notice.of.roomId) : undefined;
  frames.push(...noticeFrames(notice, room?.status === 'live' ? room : undefined, timeOf(record)));
  events.push(...noticeEvents(notice));
}

/** When it was written: whoever tells it again tells it to the letter, or the queue's answer does not fit what was sent. */
const timeOf = ({ dynamodb }: DynamoDBRecord): string => isoOf((dynamodb?.ApproximateCreationDateTime ?? 0) * 1000);
