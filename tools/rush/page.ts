import { placeOf } from '../bench/report.ts';
import type { Verdict } from './verdict.ts';
import { habits, type RushWish } from './wish.ts';

const [begin, end] = ['<!-- played -->', '<!-- /played -->'];

/** The page with what was played last in its place; what people wrote around it stays. */
export function withRush(page: string, block: string): string {
  const [head, rest] = page.split(begin);
  const tail = rest?.split(end)[1];
  if (head === undefined || tail === undefined)
    throw new Error(`docs/rush.md has no place between ${begin} and ${end}`);
  return `${head}${begin}\n${block}\n${end}${tail}`;
}

type Played = {
  readonly verdict: Verdict;
  readonly wish: RushWish;
  readonly startedAt: number;
  readonly seconds: number;
};

/** What was played, when and where, as a table. */
export function blockOf({ verdict, wish, startedAt, seconds }: Played): string {
  const { at, node, machine } = placeOf(startedAt, 0, false);
  const { figures, violations } = verdict;
  return [
    `\nPlayed ${at.slice(0, 10)} with Node ${node} on ${machine}, in ${Math.round(seconds / 60)} minutes; seed ${wish.seed}, everybody came within ${wish.arrivalSeconds} s, answers of the payment service took ${wish.paymentMilliseconds} ms on average. ${outcomeOf(violations)}\n`,
    '| what | figure |',
    '| --- | --- |',
    ...figures.map(([what, figure]) => `| ${what} | ${figure} |`),
    `\nBuyers pay after ${habits.paySeconds.join(' to ')} s, ${100 * habits.abandoning} % of the people who hold a place never do; ${100 * habits.staying} % of those who were told that all is sold look again after half an hour, and every ${habits.lookAgainSeconds / 60} minutes then. Bots open ${habits.tabsOfBot} tabs, each asks ${habits.triesOfTab} times, at most ${habits.botPauseMilliseconds} ms after the last answer, and pay nothing.\n`,
  ].join('\n');
}

const outcomeOf = (violations: readonly string[]): string =>
  violations.length === 0 ? '0 violations.' : `**${violations.length} violations:** ${violations.join('; ')}.`;
