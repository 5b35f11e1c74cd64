import * as z from 'zod/mini';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { sales } from '../../adapters/dynamodb/sales.ts';
import { saleView } from '../../domain/sale-view.ts';
import type { ContextOf } from '../runtime/context.ts';
import { publicHttp } from '../runtime/public-http.ts';
import { roomId } from '../runtime/schemas.ts';
import { saleOutput } from '../runtime/ticket-views.ts';
import { absentIn } from '../steps/absence.ts';

export const input = z.object({ roomId });
export const output = saleOutput;

const adapters = { rooms, sales };

/** Price, places and what is left of them, for everybody. */
export async function getSale(context: ContextOf<typeof adapters>, _visitor: unknown, wish: z.infer<typeof input>) {
  const stocked = await context.sales.findStocked(wish.roomId);
  return stocked ? saleView(stocked) : absentIn(context, wish.roomId, 'No tickets are sold for this room.');
}

export const handler = publicHttp({ input, adapters, run: getSale });
