const numbers = new Intl.NumberFormat('en');

/** `1 listener`, `2,400 listeners`. */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${numbers.format(count)} ${count === 1 ? one : many}`;

/** The time of day, as the reader's country writes it. */
export const timeOf = (at: string): string =>
  new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

/** Day and time, likewise. */
export const dayOf = (at: string): string =>
  new Date(at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
