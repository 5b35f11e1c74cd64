import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../model.ts';

/** An event as EventBridge delivers it; `time` is ISO 8601 to the second. */
export type BusEvent = {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: JsonObject;
};

export type Place = { readonly region: string; readonly accountId: string };

export type NewEvent = Pick<BusEvent, 'source' | 'detail-type' | 'detail'> & {
  readonly resources?: readonly string[];
  /** Epoch milliseconds. */
  readonly at: number;
};

/** ISO 8601 without a fraction of a second. */
export function toSecond(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

export function createEnvelope({ at, resources = [], ...event }: NewEvent, { region, accountId }: Place): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': event['detail-type'],
    source: event.source,
    account: accountId,
    time: toSecond(at),
    region,
    resources,
    detail: event.detail,
  };
}
