import type Stripe from 'stripe';
import type { ThinEvent } from '../state.ts';
import { apiVersion } from '../wire/schemas.ts';

type SnapshotParts = {
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly object: object;
  readonly previous: object | undefined;
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null };
};

/** A snapshot event: the object as it was when it happened. */
export function toEvent({ id, type, created, object, previous, request }: SnapshotParts): Stripe.Event {
  return {
    id,
    object: 'event',
    api_version: apiVersion,
    created,
    data: { object, ...(previous && { previous_attributes: previous }) },
    livemode: false,
    pending_webhooks: 1,
    request,
    type,
  } as Stripe.Event;
}

type ThinParts = Pick<ThinEvent, 'id' | 'type' | 'created' | 'related_object' | 'snapshot_event'> & {
  readonly capability?: string | undefined;
};

/** The thin form of a v1 object's event: what happened to what, and the snapshot's id. */
export const thinFormOf = ({ id: snapshot, type, created, data }: Stripe.Event, id: string): ThinEvent => {
  const { id: objectId, object } = toNamed(data.object);
  const url = `/v1/${object.replaceAll('.', '/')}s/${objectId}`;
  const at = new Date(created * 1000).toISOString();
  const related_object = { id: objectId, type: object, url };
  return thinEvent({ id, type: `v1.${type}`, created: at, related_object, snapshot_event: snapshot });
};
const toNamed = (object: object) => object as { readonly id: string; readonly object: string };

/** A thin event of a v2 object; `capability` is the one whose state changed. */
export const thinEvent = ({ capability, ...rest }: ThinParts): ThinEvent => ({
  ...rest,
  object: 'v2.core.event',
  livemode: false,
  ...(capability !== undefined && { data: { updated_capability: capability } }),
});
