import { toEpoch } from './time-zone.ts';

/** When a schedule is due: once, at epoch milliseconds, or at a rhythm. */
export type Timing =
  | { readonly kind: 'once'; readonly at: number }
  | { readonly kind: 'rhythm'; readonly everySeconds: number };

const unitSeconds: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

function readAt(expression: string, timeZone: string): Timing | undefined {
  const parts = /^at\((\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\)$/.exec(expression);
  if (parts === null) return undefined;
  const at = toEpoch(parts.slice(1).map(Number), timeZone);
  return at === undefined ? undefined : { kind: 'once', at };
}

function readRate(expression: string): Timing | undefined {
  const [, value = '', unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const everySeconds = Number(value) * (unitSeconds[unit] ?? 0);
  return everySeconds > 0 ? { kind: 'rhythm', everySeconds } : undefined;
}

/** Reads `at(yyyy-mm-ddThh:mm:ss)` in its time zone, or `rate(5 minutes)`; undefined when it is neither. */
export function readExpression(expression: string, timeZone: string): Timing | undefined {
  return readAt(expression, timeZone) ?? readRate(expression);
}
