import type { DynamoDBRecord } from 'aws-lambda';
import { bus } from '../../adapters/bus.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { isWorkOrdered, roomsOfRecord } from '../../adapters/dynamodb/stream-records.ts';
import { works } from '../../adapters/dynamodb/works.ts';
import { queues } from '../../adapters/queues.ts';
import { isTranscriptionToSettle } from '../../domain/captions.ts';
import { type DomainEvent, eventsOf } from '../../domain/events.ts';
import { type Frame, framesOf } from '../../domain/frame.ts';
import type { LiveRoom } from '../../domain/room.ts';
import { isStageToSettle } from '../../domain/stage.ts';
import { delaySeconds, type Timer, timersAfter } from '../../domain/timer.ts';
import { type Newcomer, newcomersOf } from '../../domain/warning.ts';
import type { ContextOf } from '../runtime/context.ts';
import { noteRoom } from '../runtime/notes.ts';
import { onStream } from '../runtime/worker.ts';
import { tellNotice } from '../steps/room-notices.ts';

const adapters = { bus, queues, rooms, works };

/**
 * The table's stream is the outbox: what a write means for others is told from its images, so that nothing is told that
 * was not written and nothing written stays untold. A repeat tells it again under the same ids.
 */
export async function relayRoomChanges(
  context: ContextOf<typeof adapters>,
  records: readonly DynamoDBRecord[],
): Promise<void> {
  const events: DomainEvent[] = [];
  const frames: Frame[] = [];
  const timers: Timer[] = [];
  const newcomers: Newcomer[] = [];
  for (const record of records) {
    const { before, after } = roomsOfRecord(record);
    events.push(...eventsOf(before, after));
    frames.push(...framesOf(before, after));
    await tellNotice(context, record, { frames, events });
    if (before?.status === 'live' && after?.status === 'live' && isToRepair(before, after))
      await context.works.orderStage(after.id, after.epoch, after.updatedAt);
    newcomers.push(...newcomersOf(before, after));
    noteRoom(after?.id);
    if (after) timers.push(...timersAfter(before, after));
  }
  await context.queues.send(
    'frames',
    frames.map((frame) => ({ body: frame, groupId: frame.channel, deduplicationId: frame.id })),
  );
  await context.queues.send(
    'warnings',
    newcomers.map((newcomer) => ({ body: { kind: 'newcomer', ...newcomer } })),
  );
  await context.bus.publish(events);
  const now = context.now();
  await context.queues.send(
    'timers',
    timers.map((timer) => ({ body: timer, delaySeconds: Math.min(900, delaySeconds(timer.dueAt, now)) })),
  );
  const [ordered] = records.filter(isWorkOrdered);
  if (ordered) {
    const wake = { body: { kind: 'wake' }, groupId: 'minter', deduplicationId: ordered.eventID ?? context.request.id };
    await context.queues.send('minter', [wake]);
  }
}

const isToRepair = (before: LiveRoom, after: LiveRoom): boolean =>
  isStageToSettle(before, after) || isTranscriptionToSettle(before, after);

export const handler = onStream({ adapters, run: relayRoomChanges });
