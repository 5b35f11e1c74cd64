import type { JsonObject } from '../../model.ts';
import { optionalChoice } from '../request.ts';
import type { TableState } from '../store/table.ts';
import { sumOf, type WriteUnits } from '../store/units.ts';

export type CapacityMode = 'NONE' | 'TOTAL' | 'INDEXES';

/** What one table had to pay in a call; an index that was read pays instead of the table. */
export type Bill = {
  readonly table: TableState;
  readonly read?: number;
  readonly readIndex?: string;
  readonly write?: WriteUnits;
};

export function readCapacityMode(input: JsonObject): CapacityMode {
  return optionalChoice(input, 'ReturnConsumedCapacity', ['NONE', 'TOTAL', 'INDEXES']);
}

/** The bill as the service words it, or undefined if nobody asked. */
export function consumedCapacity(mode: CapacityMode, bill: Bill, isTransaction = false): JsonObject | undefined {
  if (mode === 'NONE') return undefined;
  const [read, write] = [bill.read ?? 0, bill.write === undefined ? 0 : sumOf(bill.write)];
  const total = { TableName: bill.table.model.name, CapacityUnits: read + write };
  const units = isTransaction ? (read > 0 ? { ReadCapacityUnits: read } : { WriteCapacityUnits: write }) : {};
  if (mode === 'TOTAL') return { ...total, ...units };
  const ofTable = bill.readIndex === undefined ? read + (bill.write?.table ?? 0) : 0;
  const indexes = indexShares(bill);
  return {
    ...total,
    ...units,
    Table: { CapacityUnits: ofTable },
    ...(Object.keys(indexes).length > 0 && { GlobalSecondaryIndexes: indexes }),
  };
}

/** The part of an answer that bills several tables; empty if nobody asked. */
export function consumedCapacities(
  mode: CapacityMode,
  bills: readonly Bill[],
  isTransaction = false,
): { readonly ConsumedCapacity?: readonly JsonObject[] } {
  const consumed = bills
    .map((bill) => consumedCapacity(mode, bill, isTransaction))
    .filter((each) => each !== undefined);
  return consumed.length > 0 ? { ConsumedCapacity: consumed } : {};
}

function indexShares(bill: Bill): JsonObject {
  const written = bill.table.indexes.flatMap((index, at): [string, JsonObject][] => {
    const units = bill.write?.indexes[at] ?? 0;
    return units > 0 ? [[index.model.name, { CapacityUnits: units }]] : [];
  });
  const read = bill.readIndex === undefined ? [] : [[bill.readIndex, { CapacityUnits: bill.read ?? 0 }] as const];
  return Object.fromEntries([...written, ...read]);
}

/** One bill per table. */
export function mergeBills(bills: readonly Bill[]): readonly Bill[] {
  const merged = new Map<TableState, Bill>();
  for (const bill of bills) {
    const known = merged.get(bill.table);
    merged.set(bill.table, known === undefined ? bill : { ...bill, ...addBills(known, bill) });
  }
  return [...merged.values()];
}

function addBills(one: Bill, other: Bill): Omit<Bill, 'table'> {
  const indexes = one.table.indexes.map((_, at) => (one.write?.indexes[at] ?? 0) + (other.write?.indexes[at] ?? 0));
  const hasWrites = one.write !== undefined || other.write !== undefined;
  return {
    ...((one.read !== undefined || other.read !== undefined) && { read: (one.read ?? 0) + (other.read ?? 0) }),
    ...(hasWrites && { write: { table: (one.write?.table ?? 0) + (other.write?.table ?? 0), indexes } }),
  };
}

/** For the call log: tables by name, and the units of all. */
export function spentOn(bills: readonly Bill[]): { table: string; readUnits: number; writeUnits: number } {
  return {
    table: bills.map((bill) => bill.table.model.name).join(','),
    readUnits: bills.reduce((sum, bill) => sum + (bill.read ?? 0), 0),
    writeUnits: bills.reduce((sum, bill) => sum + (bill.write === undefined ? 0 : sumOf(bill.write)), 0),
  };
}
