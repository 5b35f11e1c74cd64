/** Times are ISO 8601 in UTC with milliseconds (so they sort as text); `now` is always epoch milliseconds. */

export const minuteSeconds = 60;
export const hourSeconds = 3_600;
export const daySeconds = 86_400;

export function isoOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

export function millisecondsOf(at: string): number {
  return new Date(at).getTime();
}

export function addSeconds(at: string, seconds: number): string {
  return isoOf(millisecondsOf(at) + seconds * 1000);
}

/** Whether the time has come: a limit at exactly now is reached. */
export function isReached(at: string, now: number): boolean {
  return now >= millisecondsOf(at);
}

/** The later of two times; an absent one loses. */
export function laterOf(a: string | undefined, b: string): string {
  return a !== undefined && a > b ? a : b;
}

const written =
  /^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)$/;

/** A time as people's clients write it (with `Z` or an offset), in our own form; undefined when it is none. */
export function timeFrom(text: string): string | undefined {
  if (!written.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds) || !isDate(text.slice(0, 10))) return undefined;
  return isoOf(milliseconds);
}

/** Whether the text is a day of the calendar, `YYYY-MM-DD`; 30 February is none. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Whole years from a day of birth until now, by the calendar in UTC. */
export function ageYears(birthDate: string, now: number): number {
  const today = isoOf(now).slice(0, 10);
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
