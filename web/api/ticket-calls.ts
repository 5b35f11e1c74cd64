import type { Ask } from './api.ts';
import { ApiError } from './http.ts';
import type { PayoutAccount, Sale, Sales, SaleWish, Split, Ticket, Waitlist } from './ticket-types.ts';
import type { Grant, Room } from './types.ts';

export type Plan = { readonly title: string; readonly startsAt: string; readonly audience?: 'public' | 'tickets' };

/** Planned rooms, their tickets, and where the money goes. */
export function ticketCalls(ask: Ask) {
  const of = (roomId: string) => `/v1/rooms/${roomId}`;
  return {
    planRoom: async (plan: Plan, key: string) => toPlanned(await ask('/v1/rooms', 'POST', plan, key)),
    plannedRooms: async () => toRooms(await ask('/v1/rooms?state=scheduled&limit=20')),
    myRooms: async () => toRooms(await ask('/v1/me/rooms?limit=50')),
    start: async (roomId: string) => toGrant(await ask(`${of(roomId)}/start`, 'POST')),
    /** Undefined while no tickets are sold for the room. */
    sale: async (roomId: string) => toSale(await orNone(ask(`${of(roomId)}/sale`))),
    setSale: async (roomId: string, wish: SaleWish) => void (await ask(`${of(roomId)}/sale`, 'PUT', wish)),
    previewSale: async (amount: number, currency: string) =>
      toSplit(await ask(`/v1/sale-preview?amount=${amount}&currency=${currency}`)),
    /** Newest first. */
    sales: async (roomId: string, limit: number, cursor?: string) => {
      const from = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      return toSales(await ask(`${of(roomId)}/sales?limit=${limit}${from}`));
    },
    giveTicket: async (roomId: string, userId: string) => void (await ask(`${of(roomId)}/comps`, 'POST', { userId })),
    buyTicket: async (roomId: string) => toTicket(await ask(`${of(roomId)}/tickets`, 'POST', {})),
    /** Undefined without one. `isBack` has the payment looked at now, before its news arrive. */
    myTicket: async (roomId: string, isBack = false) =>
      toTicketOrNone(await orNone(ask(`${of(roomId)}/tickets/me${isBack ? '?isPaid=true' : ''}`))),
    cancelTicket: async (roomId: string) => toTicket(await ask(`${of(roomId)}/tickets/me`, 'DELETE')),
    myTickets: async () => toTickets(await ask('/v1/me/tickets')),
    waitlist: async (roomId: string) => toWaitlist(await ask(`${of(roomId)}/waitlist/me`)),
    waitForTicket: async (roomId: string) => toWaitlist(await ask(`${of(roomId)}/waitlist/me`, 'POST')),
    stopWaiting: async (roomId: string) => toWaitlist(await ask(`${of(roomId)}/waitlist/me`, 'DELETE')),
    payoutAccount: async () => toAccount(await ask('/v1/me/payout-account')),
    /** Comes with the address at which the host answers the payment service's questions, good for one visit. */
    openPayoutAccount: async () => toAccount(await ask('/v1/me/payout-account', 'POST')),
  };
}

async function orNone(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

const toPlanned = (answer: unknown) => (answer as { readonly room: Room }).room;
const toRooms = (answer: unknown) => (answer as { readonly data: readonly Room[] }).data;
const toGrant = (answer: unknown) => answer as Grant;
const toSale = (answer: unknown) => answer as Sale | undefined;
const toSplit = (answer: unknown) => answer as Split;
const toSales = (answer: unknown) => answer as Sales;
const toTicket = (answer: unknown) => answer as Ticket;
const toTicketOrNone = (answer: unknown) => answer as Ticket | undefined;
const toTickets = (answer: unknown) => (answer as { readonly data: readonly Ticket[] }).data;
const toWaitlist = (answer: unknown) => answer as Waitlist;
const toAccount = (answer: unknown) => answer as PayoutAccount;
