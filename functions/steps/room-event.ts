import * as z from 'zod/mini';
import { parseDetail } from '../runtime/input.ts';
import { roomId } from '../runtime/schemas.ts';
import type { BusEvent } from '../runtime/worker.ts';

const detail = z.object({
  roomId,
  epoch: z.optional(z.number()),
  meetingId: z.optional(z.string()),
  startsAt: z.optional(z.string()),
  startedAt: z.optional(z.string()),
});

/** What workers need of our own room events. */
export const readRoomEvent = (event: BusEvent): z.infer<typeof detail> => parseDetail(detail, event.detail);
