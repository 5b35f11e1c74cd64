/** What we hand on of an event: what happened to what. Ids only: whoever acts reads the object as it is then, and nothing of a card or an address ever leaves. */
export type StripeEvent = {
  /** Of the snapshot where there is one: the same for both forms of an event, so that it is known when both come. */
  readonly id: string;
  /** Without the `v1.` that thin events put before it, e.g. `checkout.session.completed`. */
  readonly type: string;
  readonly createdAt: string;
  readonly objectId: string;
  readonly objectType: string;
  /** The connected account it happened in; absent for our own. */
  readonly accountId?: string;
  /** Objects that a snapshot names beside its own; thin events name none. */
  readonly paymentIntentId?: string;
  readonly chargeId?: string;
  /** What we marked the object with when we made it. */
  readonly orderId?: string;
  readonly roomId?: string;
  readonly userId?: string;
};

/** `event` is undefined for news of things without an id, e.g. of the balance. */
export type ReadEvent = { readonly isLive: boolean; readonly event: StripeEvent | undefined };

/** Reads a snapshot or thin event; undefined when the bytes are neither. */
export const readStripeEvent = (bytes: Uint8Array): ReadEvent | undefined => eventOf(parseObject(bytes));

/** The same of an event that was read from a list. */
export function eventOf(event: object): ReadEvent | undefined {
  const body = toFields(event);
  const { id, type, livemode: isLive, created } = body;
  const at = typeof created === 'number' ? created * 1000 : Date.parse(textOf(created) ?? '');
  if (typeof id !== 'string' || typeof type !== 'string' || typeof isLive !== 'boolean' || Number.isNaN(at))
    return undefined;
  const createdAt = new Date(at).toISOString();
  if (body['object'] === 'event') {
    const object = toFields(toFields(body['data'])['object']);
    return { isLive, event: withObject({ id, type, createdAt }, object, textOf(body['account'])) };
  }
  if (body['object'] !== 'v2.core.event') return undefined;
  const { id: objectId, type: objectType } = toFields(body['related_object']);
  const common = { id: textOf(body['snapshot_event']) ?? id, type: type.replace(/^v1\./, ''), createdAt };
  return { isLive, event: withObject(common, { id: objectId, object: objectType }, textOf(body['context'])) };
}

function withObject(
  common: Pick<StripeEvent, 'id' | 'type' | 'createdAt'>,
  object: Fields,
  accountId: string | undefined,
): StripeEvent | undefined {
  const objectId = textOf(object['id']);
  if (objectId === undefined) return undefined;
  const objectType = textOf(object['object']) ?? '';
  const marks = toFields(object['metadata']);
  const related = {
    accountId,
    paymentIntentId: textOf(object['payment_intent']),
    chargeId: textOf(object['charge']),
    orderId: textOf(marks['orderId']),
    roomId: textOf(marks['roomId']),
    userId: textOf(marks['userId']),
  };
  const known = Object.entries(related).filter(([, value]) => value !== undefined);
  return { ...common, objectId, objectType, ...Object.fromEntries(known) };
}

type Fields = Readonly<Record<string, unknown>>;

/** Ids and marks are short; anything else in their place is not taken along. */
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[\w.:/-]{1,255}$/.test(value) ? value : undefined;

const toFields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

function parseObject(bytes: Uint8Array): Fields {
  try {
    return toFields(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return {};
  }
}
