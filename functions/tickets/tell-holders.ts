import * as z from 'zod/mini';
import { ticketPages } from '../../adapters/dynamodb/ticket-pages.ts';
import { queues } from '../../adapters/queues.ts';
import { movedFrame } from '../../domain/ticket-events.ts';
import type { ContextOf } from '../runtime/context.ts';
import { roomId } from '../runtime/schemas.ts';
import { type BusEvent, onEvent } from '../runtime/worker.ts';
import { sendFrames } from '../steps/sending-frames.ts';

const moved = z.object({
  roomId,
  startsAt: z.string(),
  previousStartsAt: z.string(),
  version: z.number(),
  at: z.string(),
});

const adapters = { queues, ticketPages };
const pageSize = 100;

/**
 * A room was moved: tickets stay, and each holder is told until when it can be given back. A sale has 10 000 tickets at most, 100
 * pages of ten calls; told again from the start, a frame that was told has its id and is dropped.
 */
export async function tellHolders(context: ContextOf<typeof adapters>, { detail }: BusEvent): Promise<void> {
  const room = z.parse(moved, detail);
  let behind: string | undefined;
  do {
    const page = await context.ticketPages.ofRoomBehind(room.roomId, behind, pageSize);
    await sendFrames(
      context,
      page.flatMap((ticket) => movedFrame(ticket, room) ?? []),
    );
    behind = page.length < pageSize ? undefined : page.at(-1)?.id;
  } while (behind !== undefined);
}

export const handler = onEvent({ adapters, run: tellHolders });
