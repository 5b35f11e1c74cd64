import type { PayoutChange } from '../../domain/sale-events.ts';
import type { TicketChange } from '../../domain/ticket-events.ts';
import { toPayout } from './payouts.ts';
import { readText } from './read.ts';
import { toPart } from './sale-item.ts';
import { imagesOf, type StreamRecord } from './stream-records.ts';
import { toTicket } from './ticket-item.ts';

/** What a record of the commerce table's stream changed; tickets are never deleted while anybody asks for them. */
export function ticketChangeOf(record: StreamRecord): TicketChange | undefined {
  const { before, after } = imagesOf(record);
  if (after?.['sk'] !== 'TICKET') return undefined;
  return { ...(before && { before: toTicket(before) }), after: toTicket(after) };
}

/** The room of a part of whose places the last one was taken. */
export function emptiedRoomOf(record: StreamRecord): string | undefined {
  const { before, after } = imagesOf(record);
  if (after?.['sk'] !== 'PART' || !before) return undefined;
  return toPart(before).available > 0 && toPart(after).available === 0 ? readText(after, 'roomId') : undefined;
}

export function payoutChangeOf(record: StreamRecord): PayoutChange | undefined {
  const { before, after } = imagesOf(record);
  if (after?.['sk'] !== 'TRANSFER') return undefined;
  return { ...(before && { before: toPayout(before) }), after: toPayout(after) };
}
