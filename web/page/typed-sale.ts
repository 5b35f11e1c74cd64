import type { Money, SaleWish } from '../api/ticket-types.ts';
import type { Limits } from '../api/types.ts';
import { priceOf, readAmount } from '../parts/price.ts';

/** Price and number of tickets as a host typed them. */
export type TypedSale = { readonly price: string; readonly quantity: string };

/** What is wrong, and in which field. */
export type Wrong = { readonly field: keyof TypedSale; readonly problem: string };
type Reading = { readonly wish: SaleWish } | Wrong;

const numbers = new Intl.NumberFormat('en');

/** The price alone, when the API would take it. */
export function readPrice({ price }: TypedSale, limits: Limits): Money | undefined {
  const { ticketCurrency: currency, minTicketPrice, maxTicketPrice } = limits;
  const amount = readAmount(price, currency);
  return amount !== undefined && amount >= minTicketPrice && amount <= maxTicketPrice
    ? { amount, currency }
    : undefined;
}

/** What is wished, or what is wrong with it, in words. The API decides in the end. */
export function readSale(typed: TypedSale, limits: Limits): Reading {
  const { ticketCurrency: currency, minTicketPrice, maxTicketPrice, minTickets, maxTickets } = limits;
  const price = readPrice(typed, limits);
  if (!price) {
    const [least, most] = [minTicketPrice, maxTicketPrice].map((amount) => priceOf({ amount, currency }));
    return { field: 'price', problem: `A ticket costs from ${least} to ${most}.` };
  }
  const quantity = /^\s*\d{1,9}\s*$/.test(typed.quantity) ? Number(typed.quantity) : 0;
  if (quantity >= minTickets && quantity <= maxTickets) return { wish: { price, quantity } };
  return { field: 'quantity', problem: `There can be ${minTickets} to ${numbers.format(maxTickets)} tickets.` };
}
