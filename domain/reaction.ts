/** Reactions: which there are, how many one person may send, and how their totals are kept and told. */

import { allow, type Decision, refuse } from './refusal.ts';

/** The emoji people can send; an operator may list others in the config. */
export const reactions: readonly string[] = ['💯', '✋', '✊', '✌️', '👋', '😂', '❤️', '👏'];

/** One person sends so many in one window; windows of all people begin at the same times. */
export const reactionsPerWindow = 20;
export const reactionWindowSeconds = 10;

/** So many of each emoji. */
export type Reactions = Readonly<Record<string, number>>;

/** The emoji as the config lists it, or `reaction_unknown`. Keyboards leave out the selector that makes a sign colourful. */
export function listedReaction(emoji: string, listed: readonly string[]): Decision<string> {
  const known = listed.find((one) => plainSign(one) === plainSign(emoji));
  return known === undefined ? refuse('reaction_unknown', { param: 'emoji' }) : allow(known);
}

const plainSign = (emoji: string): string => emoji.replaceAll('\ufe0f', '');

/** The window that this time (epoch milliseconds) lies in. */
export function reactionWindow(now: number): number {
  return Math.floor(now / (reactionWindowSeconds * 1000));
}

/** Whoever has used up a window waits for the next one. */
export function tooManyReactions(now: number): Decision<never> {
  const endsAt = (reactionWindow(now) + 1) * reactionWindowSeconds * 1000;
  return refuse('too_fast', {
    retryAfterSeconds: Math.max(1, Math.ceil((endsAt - now) / 1000)),
    facts: { limit: reactionsPerWindow, seconds: reactionWindowSeconds },
  });
}

const fieldPrefix = 'reaction_';

/** The emoji as a word of letters and digits, under which its total is kept: `reaction_270c_fe0f`. */
export function reactionField(emoji: string): string {
  return fieldPrefix + [...emoji].map((sign) => (sign.codePointAt(0) ?? 0).toString(16)).join('_');
}

/** The totals among fields of any kind, by emoji. */
export function reactionsAmong(fields: Readonly<Record<string, unknown>>): Reactions {
  const totals = Object.entries(fields).flatMap(([field, total]) => {
    const isTotal = field.startsWith(fieldPrefix) && typeof total === 'number';
    return isTotal ? [[emojiOf(field), total] as const] : [];
  });
  return Object.fromEntries(totals);
}

const emojiOf = (field: string): string => {
  const points = field.slice(fieldPrefix.length).split('_');
  return points.map((point) => String.fromCodePoint(Number.parseInt(point, 16))).join('');
};

/** What was added between two states; nothing is taken away when the later one is gone. */
export function reactionsBetween(before: Reactions, after: Reactions | undefined): Reactions {
  const added = Object.entries(after ?? {}).map(([emoji, total]) => [emoji, total - (before[emoji] ?? 0)] as const);
  return Object.fromEntries(added.filter(([, count]) => count > 0));
}

/** Both together. */
export function reactionsTogether(some: Reactions, others: Reactions): Reactions {
  const sums = Object.entries(others).map(([emoji, count]) => [emoji, count + (some[emoji] ?? 0)] as const);
  return { ...some, ...Object.fromEntries(sums) };
}
