import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { TicketChange } from '../../domain/ticket-events.ts';
import type { Item } from './client.ts';
import type { StreamRecord } from './stream-records.ts';
import { toTicket } from './ticket-item.ts';

/** What a record of the commerce table's stream changed; tickets are never deleted while anybody asks for them. */
export function ticketChangeOf({ dynamodb }: StreamRecord): TicketChange | undefined {
  const [before, after] = [toItem(dynamodb?.OldImage), toItem(dynamodb?.NewImage)];
  if (after?.['sk'] !== 'TICKET') return undefined;
  return { ...(before && { before: toTicket(before) }), after: toTicket(after) };
}

const toItem = (image: object | undefined): Item | undefined => image && unmarshall(toAttributes(image));
const toAttributes = (image: object) => image as Parameters<typeof unmarshall>[0];
