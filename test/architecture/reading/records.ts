/** The fields of an object that came from outside; none of anything else. */
export const toRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};

export const toText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const toList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
