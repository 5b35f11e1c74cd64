import * as z from 'zod/mini';
import type { Calls } from '../calls/calls.ts';
import { InvalidFault } from '../faults/fault.ts';
import type { Faults, JsonObject } from '../model.ts';
import type { Call } from './exchange.ts';
import { ControlRefusal, readBody } from './exchange.ts';

/** An event as the bus delivers it; `time` is ISO 8601 to the second. */
export type SeenEvent = {
  readonly id: string;
  readonly time: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: JsonObject;
};

export type WatchParts = {
  /** All the bus remembers, in order. */
  readonly events: () => readonly SeenEvent[];
  readonly calls: Calls;
  readonly faults: Faults;
};

const isoOf = (at: number) => new Date(Math.floor(at)).toISOString();

function readTime(query: URLSearchParams, param: string): number | undefined {
  const given = query.get(param);
  if (given === null || given === '') return undefined;
  const time = /^\d+$/.test(given) ? Number(given) : Date.parse(given);
  if (Number.isFinite(time)) return time;
  throw new ControlRefusal(400, 'invalid_field', `${param} must be an ISO time`, param);
}

/** Events behind the one with that id, or of that second and later: the bus keeps no finer time. */
function eventsAfter(query: URLSearchParams, events: readonly SeenEvent[]): readonly SeenEvent[] {
  const place = events.findIndex((event) => event.id === query.get('after'));
  if (place >= 0) return events.slice(place + 1);
  const time = readTime(query, 'after');
  return time === undefined
    ? events
    : events.filter((event) => Date.parse(event.time) >= Math.floor(time / 1000) * 1000);
}

function addFault(faults: Faults, body: unknown): void {
  try {
    faults.add(readBody(z.record(z.string(), z.json()), body));
  } catch (error) {
    if (error instanceof InvalidFault) throw new ControlRefusal(400, 'invalid_field', error.message, error.param);
    throw error;
  }
}

/** What went over the bus and the wire, and the faults that strike there. */
export function watchCalls({ events, calls, faults }: WatchParts): readonly Call[] {
  return [
    {
      method: 'GET',
      path: '/local/events',
      run: ({ query }) => ({
        body: {
          data: eventsAfter(query, events()).map((event) => ({
            ...event,
            at: event.time,
            detailType: event['detail-type'],
          })),
        },
      }),
    },
    {
      method: 'GET',
      path: '/local/calls',
      run: ({ query }) => ({
        body: { data: calls.list(readTime(query, 'since')).map((call) => ({ ...call, at: isoOf(call.at) })) },
      }),
    },
    {
      method: 'DELETE',
      path: '/local/calls',
      run() {
        calls.clear();
        return { body: {} };
      },
    },
    {
      method: 'POST',
      path: '/local/faults',
      run({ body }) {
        addFault(faults, body);
        return { status: 201, body: {} };
      },
    },
    {
      method: 'DELETE',
      path: '/local/faults',
      run() {
        faults.clear();
        return { body: {} };
      },
    },
  ];
}
