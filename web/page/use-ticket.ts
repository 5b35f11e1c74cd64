import { useCallback, useRef } from 'react';
import type { Api } from '../api/api.ts';
import { wordsFor } from '../api/http.ts';
import type { Sale, Ticket } from '../api/ticket-types.ts';
import { usePolled } from './polled.ts';

export type TicketUse = {
  /** Undefined until it was read. */
  readonly sale: Sale | undefined;
  readonly ticket: Ticket | undefined;
  readonly isRead: boolean;
  /** The payment service is being asked for the payment of somebody who came back. */
  readonly isLooking: boolean;
  readonly problem: string;
  /** Something was done: reads now. */
  readonly again: () => void;
};

/** So often the payment service is asked for somebody who came back; later its news are waited for. */
const mostLooks = 10;

type Reading = { readonly sale: Sale | undefined; readonly ticket: Ticket | undefined; readonly isLooking: boolean };

/** A room's sale and the reader's own ticket; read often while a payment is under way. */
export function useTicket(api: Api, roomId: string, isBack: boolean): TicketUse {
  const looks = useRef(0);
  const read = useCallback(async (): Promise<Reading> => {
    const isLooking = isBack && looks.current < mostLooks;
    looks.current += 1;
    const [sale, ticket] = await Promise.all([api.sale(roomId), api.myTicket(roomId, isLooking)]);
    return { sale, ticket, isLooking: isBack && looks.current < mostLooks };
  }, [api, roomId, isBack]);
  const { value, error, again } = usePolled(read, pauseOf);
  return {
    sale: value?.sale,
    ticket: value?.ticket,
    isRead: value !== undefined,
    isLooking: value?.isLooking ?? isBack,
    problem: !value && error !== undefined ? wordsFor(error) : '',
    again,
  };
}

function pauseOf(read: Reading | undefined): number {
  const ticket = read?.ticket;
  if (ticket?.ticket.state === 'held') return ticket.payment.status === 'queued' ? 1 : 3;
  return ticket?.payment.status === 'done' && ticket.ticket.state !== 'paid' ? 3 : 20;
}
