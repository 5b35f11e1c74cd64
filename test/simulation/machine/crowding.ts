import { seatsPerReplica } from '../../../domain/minting.ts';
import type { Json, JsonObject } from '../../../local/model.ts';
import { objectOf } from './sites.ts';
import type { Meddling, PassingCall } from './wire.ts';

/** Seats the stories saw: those offered in the pool at any time, and how many each replica is believed to have given to others. */
export type Crowd = { readonly meddle: Meddling; readonly given: ReadonlyMap<string, number> };

/**
 * Replicas begin as if others had taken all but a few of their places: the pools stay small, so that a short story finds
 * them empty, and making a hundred seats costs nothing.
 */
export function createCrowd(placesInReplica: number): Crowd {
  const given = new Map<string, number>();
  const crowded = (action: Json): Json => {
    const { Put } = objectOf(action);
    const put = objectOf(Put);
    const item = objectOf(put['Item']);
    if (textOf(item['sk']) !== 'MEDIA') return action;
    const meetingId = textOf(objectOf(objectOf(item['meeting'])['M'])['id']);
    const others = seatsPerReplica - placesInReplica;
    given.set(meetingId, others);
    return { Put: { ...put, Item: { ...item, existingSeats: { N: String(others) } } } };
  };
  return {
    given,
    meddle({ operation, place, input }: PassingCall) {
      if (operation !== 'TransactWriteItems' || !place.includes('MEDIA')) return undefined;
      const actions = input['TransactItems'];
      if (!Array.isArray(actions)) return undefined;
      const changed: JsonObject = { ...input, TransactItems: actions.map(crowded) };
      return { input: changed };
    },
  };
}

const textOf = (value: Json | undefined): string => {
  const { S: text } = objectOf(value);
  return typeof text === 'string' ? text : '';
};
