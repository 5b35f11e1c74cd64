import { type Price, prices } from './prices.ts';
import { type Bill, dollarsOf, habits } from './room-hour.ts';
import { type Measured, type MeasuredSale, occasions, saleOccasions, type Units } from './units.ts';

export type Costs = {
  readonly at: string;
  readonly replicaBudget: number;
  readonly measured: Measured;
  readonly sale: MeasuredSale;
  readonly bills: readonly Bill[];
  readonly alarmCount: number;
};

/** The whole report as Markdown. */
export function costReport(costs: Costs): string {
  const { at, replicaBudget, measured, sale, bills, alarmCount } = costs;
  const { joins, leaves, reads, renewals, changes, onStage } = habits;
  return [
    `Counted ${at} in a room of the embedded cloud, with the deployed bundles and templates; the rest is arithmetic over the prices below. Media tier by policy: replicas up to \`replicaBudget\` ${replicaBudget} × 250 listeners, then broadcast, which is not built yet (newcomers are told \`audience_full\` instead); its dollars say what it would cost.`,
    '## A room for an hour, dollars',
    table(['listeners', 'media', ...billLines, '**control plane**', '**all-in**'], bills.map(billRow)),
    '## A thousand listener-hours, dollars',
    table(['listeners in the room', 'control plane', 'all-in'], bills.map(listenerRow)),
    `In an hour every listener joins ${joins} times, leaves ${leaves} times, reads the room ${reads} times and renews its token ${renewals} times; the room tells ${changes} changes and has ${onStage} people on stage. A tick goes out at every cadence of the room's size, as if somebody came or went all the time: the worst case, and the largest part of the control plane in large rooms. \`npm run switches -- --tick-seconds 10\` is the lever.`,
    '## What one of each uses',
    table(
      ['', ...unitNames],
      occasions.map((name) => [name, ...unitsRow(measured[name])]),
    ),
    'With all that follows in workers, shared among 20 people who do it one after the other: in a crowd batches are larger and each share smaller. Messages are requests to SQS, three for each sent. A function is taken to run 40 ms at 512 MB each time, which was not measured on AWS.',
    '## Tickets',
    table(
      ['', ...unitNames, 'dollars'],
      saleOccasions.map((name) => [name, ...unitsRow(sale[name]), money(dollarsOf(sale[name]))]),
    ),
    `Requests are those of buyers and of the payment service. A thousand tickets sold cost ${money(1_000 * dollarsOf(sale.purchase))} dollars, beside the fee of the payment service; a thousand given back ${money(1_000 * dollarsOf(sale.refund))}. The sweep of tickets comes each minute, also when nothing is on sale: ${money(minutesPerMonth * dollarsOf(sale.sweep))} dollars a month.`,
    '## Standing still',
    `Nothing is provisioned; beside the sweep of tickets no schedule ticks more often than every five minutes. ${alarmCount} alarms (those over a formula count each metric) and the metrics of the functions: about $${Math.round(alarmCount * 2 * prices.alarmMonth.dollars)} and up to $${Math.round(60 * prices.metricMonth.dollars)} a month at list price.`,
    '## Prices',
    table(['price', 'dollars', 'source', 'verified?'], Object.values(prices).map(priceRow)),
    "Not verified at all: what a replica's attendee costs (taken as any attendee), the input and pipeline of a broadcast (left out), free tiers and volume discounts (left out), tax.",
  ].join('\n\n');
}

const minutesPerMonth = 43_200;
const unitsRow = (units: Units): string[] => unitNames.map((unit) => shown(units[unit]));

const billLines = ['api', 'functions', 'tables', 'queues', 'logs', 'realtime', 'traffic', 'media'] as const;
const unitNames = ['requests', 'invocations', 'readUnits', 'writeUnits', 'messages', 'busEvents', 'logBytes'] as const;

function billRow({ listeners, tier, lines, control, allIn }: Bill): string[] {
  return [spaced(listeners), tier, ...billLines.map((line) => money(lines[line])), money(control), money(allIn)];
}

function listenerRow({ listeners, control, allIn }: Bill): string[] {
  return [listeners, (control / listeners) * 1000, (allIn / listeners) * 1000].map((value, at) =>
    at === 0 ? spaced(value) : money(value),
  );
}

function priceRow({ says, dollars, unit, source, isVerified }: Price): string[] {
  const perMillion = dollars < 0.000_1 && unit !== 'GB-second';
  const text = perMillion ? `${(dollars * 1e6).toPrecision(3)} a million (${unit})` : `${dollars} (${unit})`;
  return [says, text, source, isVerified ? 'read in the source, not on the price page' : 'no'];
}

const spaced = (value: number): string => value.toLocaleString('en').replaceAll(',', ' ');
/** Two digits that matter below a dollar; whole dollars above a hundred. */
const money = (dollars: number): string =>
  dollars >= 100 ? spaced(Math.round(dollars)) : dollars >= 1 ? dollars.toFixed(2) : dollars.toPrecision(2);
const shown = (value: number): string => (Number.isInteger(value) ? spaced(value) : value.toFixed(value < 10 ? 2 : 0));

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const isNumber = (at: number): boolean => /^[\d. ]+$/.test(rows[0]?.[at] ?? '');
  return [line(head), line(head.map((_, at) => (isNumber(at) ? '---:' : '---'))), ...rows.map(line)].join('\n');
}
