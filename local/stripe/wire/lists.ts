import { missing } from './refusal.ts';

/** Unix seconds, or a stretch of them. */
export type Range =
  | number
  | { readonly gt?: number; readonly gte?: number; readonly lt?: number; readonly lte?: number };

export const isWithin = (created: number, range: Range | undefined): boolean => {
  if (range === undefined) return true;
  if (typeof range === 'number') return created === range;
  const { gt = -1, gte = 0, lt = Number.POSITIVE_INFINITY, lte = Number.POSITIVE_INFINITY } = range;
  return created > gt && created >= gte && created < lt && created <= lte;
};

export type Page = { readonly limit?: number; readonly starting_after?: string; readonly ending_before?: string };

/** A list as the API pages it: the newest first, 10 unless said otherwise, behind or before an id. */
export function listOf<Value extends { readonly id: string }>(url: string, newest: readonly Value[], page: Page) {
  const { limit = 10, starting_after: after, ending_before: before } = page;
  const placeOf = (id: string, param: string): number => {
    const place = newest.findIndex((value) => value.id === id);
    if (place < 0) throw missing('object', id, param);
    return place;
  };
  const rest = after === undefined ? newest : newest.slice(placeOf(after, 'starting_after') + 1);
  const earlier = before === undefined ? undefined : newest.slice(0, placeOf(before, 'ending_before'));
  const data = earlier ? earlier.slice(-limit) : rest.slice(0, limit);
  return { object: 'list' as const, url, has_more: (earlier ?? rest).length > data.length, data };
}

type Listed = { readonly id: string; readonly created: number };
type Asked<Value> = Page & { readonly created?: Range } & { readonly [Name in keyof Value]?: unknown };

/** What was made when it was asked for, and has in each of the fields what is asked for, if anything is. */
export function listWhere<Value extends Listed>(
  url: string,
  values: Iterable<Value>,
  asked: Asked<Value>,
  fields: readonly (keyof Value)[],
) {
  const isAsked = (value: Value): boolean =>
    isWithin(value.created, asked.created) &&
    fields.every((name) => asked[name] === undefined || value[name] === asked[name]);
  return listOf(url, [...values].filter(isAsked).reverse(), asked);
}
