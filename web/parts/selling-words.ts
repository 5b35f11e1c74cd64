import { ApiError, wordsFor } from '../api/http.ts';
import { countOf } from './count.ts';

const rules: Readonly<Record<string, (need: number, have: number) => string>> = {
  followers: (need, have) =>
    `Selling tickets needs ${countOf(need, 'follower')}. You have ${countOf(have, 'follower')}.`,
  facts_fresh: () => 'Your follower count was not confirmed lately.',
  hosted_rooms: (need, have) =>
    `Selling tickets needs ${countOf(need, 'room')} hosted in the last 30 days. You hosted ${countOf(have, 'room')}.`,
  age: (need) => `Whoever sells tickets is ${need} or older, and has said when they were born.`,
  email_verified: () => 'Confirm your e-mail address before you sell tickets.',
  payouts_enabled: () => 'Say first where your money goes: set up payouts under “Your rooms and payouts”.',
};

/** Why tickets cannot be sold, in words for the host. */
export function sellingWords(error: unknown): string {
  if (!(error instanceof ApiError)) return wordsFor(error);
  const { rule, need, have } = error.facts;
  const sentence = error.code === 'not_eligible_to_sell' ? rules[rule ?? ''] : undefined;
  return sentence?.(Number(need), Number(have)) ?? error.message;
}
