import * as z from 'zod/mini';
import { saleStatuses } from '../../domain/sale.ts';
import { ticketStates } from '../../domain/ticket.ts';
import { money } from './sale-schemas.ts';

/** What answers about tickets look like, and the money in what is asked. */

export const splitView = z.object({
  price: money,
  paymentFee: z.number(),
  net: z.number(),
  hostNet: z.number(),
  platformShare: z.number(),
});
export const saleOutput = z.object({
  roomId: z.string(),
  status: z.enum([...saleStatuses, 'sold_out']),
  price: money,
  quantity: z.number(),
  available: z.number(),
});
export const ticketOutput = z.object({
  ticket: z.object({
    id: z.string(),
    roomId: z.string(),
    state: z.enum(ticketStates),
    price: money,
    payBy: z.optional(z.string()),
    /** It came from the waiting list. */
    isOffered: z.optional(z.boolean()),
    /** The money comes back for the asking until then. */
    refundableUntil: z.optional(z.string()),
    /** The start it was bought for, when the room was moved since. */
    movedFrom: z.optional(z.string()),
  }),
  payment: z.object({
    status: z.enum(['queued', 'open', 'done', 'none']),
    checkoutUrl: z.optional(z.string()),
    clientSecret: z.optional(z.string()),
  }),
});
/** Whether somebody waits for a ticket; `position` only while fewer than a hundred stand before them. */
export const waitlistOutput = z.object({
  isWaiting: z.boolean(),
  joinedAt: z.optional(z.string()),
  position: z.optional(z.number()),
});
export const payoutAccountOutput = z.object({
  state: z.enum(['none', 'onboarding', 'active', 'restricted']),
  url: z.optional(z.string()),
});
export const salesOutput = z.extend(saleOutput, {
  collected: z.number(),
  fees: z.number(),
  held: z.number(),
  hostShare: z.number(),
  payout: z.object({ state: z.enum(['none', 'planned', 'pending', 'sent']), at: z.optional(z.string()) }),
  data: z.array(
    z.object({
      id: z.string(),
      userId: z.string(),
      state: z.enum(ticketStates),
      price: money,
      heldAt: z.string(),
      paidAt: z.optional(z.string()),
    }),
  ),
  nextCursor: z.optional(z.string()),
});
