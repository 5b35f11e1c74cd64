/** `amount` in minor units. */
export type Money = { readonly amount: number; readonly currency: string };

/** What one ticket at a price would bring, in minor units of its currency. */
export type Split = {
  readonly price: Money;
  readonly paymentFee: number;
  readonly net: number;
  readonly hostNet: number;
  readonly platformShare: number;
};

export type SaleWish = { readonly price: Money; readonly quantity: number };
export type Sale = SaleWish & {
  readonly roomId: string;
  readonly status: 'open' | 'closed' | 'canceled' | 'sold_out';
  readonly available: number;
};

export type TicketState =
  | 'held'
  | 'processing'
  | 'paid'
  | 'comp'
  | 'expired'
  | 'failed'
  | 'refund_pending'
  | 'refunded'
  | 'refund_failed'
  | 'disputed'
  | 'charged_back'
  | 'revoked';

/** Somebody's own ticket, or their attempt to buy one, and how its payment stands. */
export type Ticket = {
  readonly ticket: {
    readonly id: string;
    readonly roomId: string;
    readonly state: TicketState;
    readonly price: Money;
    readonly payBy?: string;
    /** It came from the waiting list. */
    readonly isOffered?: boolean;
    /** The money comes back for the asking until then. */
    readonly refundableUntil?: string;
    /** The start it was bought for, when the room was moved since. */
    readonly movedFrom?: string;
  };
  readonly payment: { readonly status: 'queued' | 'open' | 'done' | 'none'; readonly checkoutUrl?: string };
};

/** Whether the reader waits for a ticket; `position` only near the front of the line. */
export type Waitlist = { readonly isWaiting: boolean; readonly position?: number };

/** A ticket in its host's book. */
export type Sold = {
  readonly id: string;
  readonly userId: string;
  readonly state: TicketState;
  readonly price: Money;
  readonly heldAt: string;
  readonly paidAt?: string;
};

/** A sale as its host sees it; money in minor units. */
export type Sales = Sale & {
  readonly collected: number;
  readonly fees: number;
  readonly held: number;
  readonly hostShare: number;
  readonly payout: { readonly state: 'none' | 'planned' | 'pending' | 'sent'; readonly at?: string };
  readonly data: readonly Sold[];
  readonly nextCursor?: string;
};

export type PayoutAccount = {
  readonly state: 'none' | 'onboarding' | 'active' | 'restricted';
  readonly url?: string;
};
