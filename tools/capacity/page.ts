import { readConfigFile } from '../../lib/config-file.ts';
import { capacityLines } from '../doctor/report.ts';
import { type Capacity, capacityOf, type Limit, sentenceOf, spaced } from './capacity.ts';
import { type Allowances, firstDay, type Quota, type QuotaName, quotaNames, quotas } from './quotas.ts';
import { allowedAfter, type Step, steps } from './requests.ts';

/** The parts of docs/capacity.md, for tools/print-docs; `configFile` is the shipped one. */
export function capacityParts(configFile: string): string[] {
  const { config } = readConfigFile(configFile);
  const today = capacityOf(firstDay, config);
  const columns = [
    { name: 'first day', allowed: firstDay, capacity: today },
    ...steps.map((step, at) => columnOf(step, allowedAfter(firstDay, at + 1))),
  ];
  function columnOf(step: Step, allowed: Allowances) {
    const replicaBudget = step.replicaBudget ?? config.replicaBudget;
    return { name: step.name, allowed, capacity: capacityOf(allowed, { ...config, replicaBudget }) };
  }
  const head = ['', ...columns.map(({ name }) => name)];
  return [
    `With the quotas of an account's first day and the config as shipped, **${sentenceOf(today)}**. \`npm run doctor\` says the same of your account, with what it is allowed today.`,
    'Each step is what to ask for and what it buys; "held by" names what would have to grow next.',
    table(head, [
      ...measures.map(([says, of]) => [says, ...columns.map(({ capacity }) => limitText(of(capacity)))]),
      ...asked().map((name) => [
        `asks for: ${quotas[name].service}, ${quotas[name].says.split(/[;,(]/)[0]}`,
        ...columns.map(({ allowed }) => spaced(allowed[name])),
      ]),
    ]),
    "The minter's pace is a constant (`functions/steps/minting.ts`): more requests a second are of use only once it is raised with them. A room of 10 000 is full no sooner than 10 000 seats are made. Rooms beyond the replicas need a broadcast tier, which does not exist yet: until then newcomers are told `audience_full`. Joins a second take 0.3 s of a Lambda environment each, which was not measured on AWS.",
    '## What the doctor says',
    'At the end of `npm run doctor`, for an account on its first day:',
    ['```text', ...capacityLines(firstDay, config), '```'].join('\n'),
    '## Quotas',
    table(
      ['service', 'quota', 'first day', 'raisable to', 'source'],
      quotaNames.map((name) => rowOf(quotas[name])),
    ),
  ];
}

const measures: readonly [string, (capacity: Capacity) => Limit][] = [
  ['live rooms', ({ liveRooms }) => liveRooms],
  ['starts per second', ({ startsPerSecond }) => startsPerSecond],
  ['largest room', ({ largestRoom }) => largestRoom],
  ['seats made per second', ({ seatsPerSecond }) => seatsPerSecond],
  ['joins per second', ({ joinsPerSecond }) => joinsPerSecond],
];

const asked = (): readonly QuotaName[] => quotaNames.filter((name) => steps.some(({ asks }) => name in asks));
const limitText = ({ value, heldBy }: Limit): string => `${spaced(value)} (held by ${heldBy})`;

function rowOf({ service, says, value, raisable, source }: Quota): string[] {
  const most = typeof raisable === 'number' ? spaced(raisable) : { fixed: 'fixed', ask: 'on request' }[raisable];
  return [service, says, spaced(value), most, source];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
