import * as z from 'zod/mini';

/** Money in what is asked and answered, and the sale of a room's tickets as its host wishes it. */
export const money = z.object({ amount: z.number(), currency: z.string() });
export const saleWish = z.object({ price: money, quantity: z.number() });
