import type { StreamRecord } from '../../local/tables/store/stream-records.ts';
import { readText, toItem } from '../../test/simulation/checks/seen.ts';
import type { RushWorld } from './world.ts';

type Ticket = { readonly state: string; readonly part?: number };
type Part = { available: number; kept: number; occupied: number; capacity: number; emptyUntil: number };

/** What is left and what is taken, part by part, as every write leaves it. */
export type StockWatch = {
  readonly violations: readonly string[];
  readonly parts: readonly Part[];
  free(): number;
  /** Tickets by state. */
  readonly states: ReadonlyMap<string, number>;
  /** When the last place was taken for the first time, epoch milliseconds. */
  soldOutAt(): number | undefined;
  /** When places came back for the first time after that. */
  backAt(): number | undefined;
  /** Whether every part was empty at some moment from then on. */
  wereAllEmptySince(time: number): boolean;
};

/** Looks at every write of the sale: no part may have less than nothing, nor more tickets than places. */
export function watchStock(world: RushWorld): StockWatch {
  const parts: Part[] = [];
  const states = new Map<string, number>();
  const violations: string[] = [];
  const now = world.timeline.now;
  let soldOutAt: number | undefined;
  let backAt: number | undefined;
  const free = (): number => parts.reduce((sum, { available }) => sum + available, 0);

  const take = ({ dynamodb: { Keys, OldImage, NewImage } }: StreamRecord): void => {
    const kind = readText(Keys['sk']);
    if (kind === 'PART') stock(parts, toPart(toItem(NewImage)), now());
    if (kind === 'TICKET') tickets(parts, states, toTicket(toItem(OldImage)), toTicket(toItem(NewImage)));
  };

  const table = world.model.tables.find(({ name }) => name.endsWith('-commerce'));
  world.tables.onStream(table?.streamArn ?? '', (records) => {
    // The records of one transaction come together: between them nothing need be so.
    for (const record of records) take(record);
    for (const [at, { available, kept, occupied, capacity }] of parts.entries())
      if (available < 0 || available + kept + occupied !== capacity)
        violations.push(`part ${at} of ${capacity} has ${available} left and ${occupied} taken`);
    const left = free();
    if (left === 0 && parts.length > 0) soldOutAt ??= now();
    if (left > 0 && soldOutAt !== undefined) backAt ??= now();
  });
  return {
    violations,
    parts,
    free,
    states,
    soldOutAt: () => soldOutAt,
    backAt: () => backAt,
    wereAllEmptySince: (time) => parts.every(({ available, emptyUntil }) => available === 0 || emptyUntil >= time),
  };
}

type StoredPart = { readonly part: number; readonly available: number; readonly kept?: number };
const toPart = (item: unknown) => item as StoredPart | undefined;
const toTicket = (item: unknown) => item as Ticket | undefined;

function stock(parts: Part[], stored: StoredPart | undefined, now: number): void {
  if (!stored) return;
  const { part: at, available, kept = 0 } = stored;
  const part = parts[at] ?? { available, kept, occupied: 0, capacity: available, emptyUntil: Number.NEGATIVE_INFINITY };
  if (part.available === 0) part.emptyUntil = now;
  part.available = available;
  part.kept = kept;
  parts[at] = part;
}

function tickets(
  parts: Part[],
  states: Map<string, number>,
  before: Ticket | undefined,
  after: Ticket | undefined,
): void {
  for (const [ticket, change] of [
    [before, -1],
    [after, 1],
  ] as const) {
    if (!ticket) continue;
    states.set(ticket.state, (states.get(ticket.state) ?? 0) + change);
    const part = ticket.part === undefined ? undefined : parts[ticket.part];
    if (part) part.occupied += change;
  }
}
