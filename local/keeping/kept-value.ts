import type { Keeping } from '../model.ts';

/** A value that is made once and is the same ever after, e.g. a generated secret; without a folder it is made at every start. */
export function keptValue<Value>(keeping: Keeping, name: string, make: () => Value): Value {
  const shelf = keeping.shelf<Value>('values');
  const known = shelf.entries().find(([key]) => key === name)?.[1];
  if (known !== undefined) return known;
  const made = make();
  shelf.put(name, made);
  return made;
}
