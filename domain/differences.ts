/** What differs between two images of one thing; both are plain data, so that their texts tell. */

export const hasChanged = (before: unknown, after: unknown): boolean =>
  JSON.stringify(before) !== JSON.stringify(after);

/** The names among these whose values differ. */
export function changedNames<Name extends string>(
  names: readonly Name[],
  before: object,
  after: object,
): readonly Name[] {
  const [old, fresh] = [valuesOf(before), valuesOf(after)];
  return names.filter((name) => hasChanged(old[name], fresh[name]));
}

const valuesOf = (thing: object): Readonly<Record<string, unknown>> => ({ ...thing });
