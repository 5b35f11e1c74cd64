import { type Json, type StandIn, type WireCall, WireFault } from '../../local/model.ts';
import { objectOf } from '../../test/simulation/machine/sites.ts';
import type { Conflicting } from '../../test/simulation/machine/wire.ts';
import { type Busiest, createBusiest } from './busiest.ts';

/** What the tables were asked for: per second the units of each table, and of each partition that is read. */
export type Meter = {
  readonly units: Busiest;
  readonly reads: Busiest;
  /** Transactions and writes that were refused, by the service's word. */
  readonly refused: Map<string, number>;
};

type Options = {
  readonly now: () => number;
  /** Changes what a transaction is told that has met another one. @default told as it is */
  readonly conflicting?: Conflicting | undefined;
};

/** The tables' stand-in with a meter: the engine throttles writes of a partition, reads are only counted. */
export function meterTables(
  standIn: StandIn,
  { now, conflicting = asItIs }: Options,
): { readonly standIn: StandIn; readonly meter: Meter } {
  const meter: Meter = { units: createBusiest(now), reads: createBusiest(now), refused: new Map() };
  const perform = async (call: WireCall) => {
    try {
      const answer = await standIn.perform(call);
      meter.units.add(`${answer.table} write`, answer.writeUnits ?? 0);
      meter.units.add(`${answer.table} read`, answer.readUnits ?? 0);
      for (const partition of partitionsOf(call)) meter.reads.add(partition);
      return answer;
    } catch (error) {
      if (!(error instanceof WireFault)) throw error;
      note(meter, error);
      throw hasMetAnother(error) ? conflicting(error) : error;
    }
  };
  return { standIn: { ...standIn, perform }, meter };
}

const asItIs: Conflicting = (told) => told;

const hasMetAnother = ({ code, extra }: WireFault): boolean =>
  wordsOf(code, extra['CancellationReasons']).includes('TransactionConflict');

/** Items here are small: one read unit each, when read consistently. */
function partitionsOf({ operation, input }: WireCall): readonly string[] {
  if (operation === 'GetItem') return [partitionOf(input['Key'])];
  if (operation !== 'BatchGetItem') return [];
  return Object.values(objectOf(input['RequestItems'])).flatMap((ask) => {
    const keys = objectOf(ask)['Keys'];
    return Array.isArray(keys) ? keys.map(partitionOf) : [];
  });
}

const partitionOf = (key: Json | undefined): string => String(objectOf(objectOf(key)['pk'])['S']);

function note({ refused, units }: Meter, { code, extra, spent }: WireFault): void {
  units.add(`${spent.table} write`, spent.writeUnits ?? 0);
  for (const word of new Set(wordsOf(code, extra['CancellationReasons'])))
    refused.set(word, (refused.get(word) ?? 0) + 1);
}

function wordsOf(code: string, reasons: Json | undefined): readonly string[] {
  if (!Array.isArray(reasons)) return [code];
  return reasons.map((reason) => String(objectOf(reason)['Code'])).filter((word) => word !== 'None');
}
