/** Why something was not done: one table of every code, its kind (one HTTP status) and its safe message. */

const statuses = {
  invalid: 400,
  unauthenticated: 401,
  payment_required: 402,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_many: 429,
  unavailable: 503,
} as const;

export type Kind = keyof typeof statuses;
type Entry = { readonly kind: Kind; readonly message: string; readonly retryAfterSeconds?: number };

export const refusals = {
  invalid_field: { kind: 'invalid', message: 'A field is missing or not allowed.' },
  malformed_cursor: { kind: 'invalid', message: 'The cursor was not made by this list.' },
  starts_in_past: { kind: 'invalid', message: 'The planned start lies in the past.' },
  too_far_ahead: { kind: 'invalid', message: 'Rooms cannot be planned that far ahead.' },
  price_out_of_range: { kind: 'invalid', message: 'The ticket price is outside the allowed range.' },
  currency_unsupported: { kind: 'invalid', message: 'Tickets cannot be sold in this currency.' },
  net_not_positive: { kind: 'invalid', message: 'At this price nothing would be left for the host.' },
  reaction_unknown: { kind: 'invalid', message: 'This reaction is not one of the allowed emoji.' },
  link_not_allowed: { kind: 'invalid', message: 'This link cannot be used here.' },
  invalid_signature: { kind: 'invalid', message: 'The signature does not fit the content.' },
  not_available_yet: { kind: 'invalid', message: 'This is planned but not available yet.' },
  unauthenticated: { kind: 'unauthenticated', message: 'A valid sign-in is needed.' },
  ticket_required: { kind: 'payment_required', message: 'A ticket is needed to enter this room.' },
  not_eligible_to_host: { kind: 'forbidden', message: 'This account may not host yet.' },
  not_eligible_to_sell: { kind: 'forbidden', message: 'This account may not sell tickets yet.' },
  protected_account: { kind: 'forbidden', message: 'Protected accounts cannot host.' },
  hosting_suspended: { kind: 'forbidden', message: 'Hosting is suspended for this account.' },
  account_suspended: { kind: 'forbidden', message: 'This account is suspended.' },
  blocked_by_host: { kind: 'forbidden', message: 'The host has blocked this account.' },
  blocked_from_room: { kind: 'forbidden', message: 'This person was removed from the room.' },
  not_allowed_for_role: { kind: 'forbidden', message: 'Your role does not allow this.' },
  followers_only: { kind: 'forbidden', message: 'Only followers of the host can enter this room.' },
  invited_only: { kind: 'forbidden', message: 'Only invited people can enter this room.' },
  room_locked: { kind: 'forbidden', message: 'The room is locked: nobody new can enter.' },
  guests_not_allowed: { kind: 'forbidden', message: 'This room needs an account to listen.' },
  chat_off: { kind: 'forbidden', message: 'Chat is switched off in this room.' },
  room_not_found: { kind: 'not_found', message: 'There is no such room.' },
  user_not_found: { kind: 'not_found', message: 'There is no such person.' },
  not_found: { kind: 'not_found', message: 'There is no such thing.' },
  idempotency_mismatch: { kind: 'conflict', message: 'This idempotency key is of another request.' },
  version_conflict: { kind: 'conflict', message: 'It has changed since it was read.' },
  handle_taken: { kind: 'conflict', message: 'This handle belongs to somebody else.' },
  already_hosting: { kind: 'conflict', message: 'A host can host one live room at a time.' },
  too_many_scheduled: { kind: 'conflict', message: 'No more rooms can be scheduled at once.' },
  room_not_live: { kind: 'conflict', message: 'The room is not live.' },
  room_already_live: { kind: 'conflict', message: 'The room is live already.' },
  room_already_ended: { kind: 'conflict', message: 'The room is over.' },
  stage_full: { kind: 'conflict', message: 'All places on the stage are taken.' },
  cohosts_full: { kind: 'conflict', message: 'The room has all its co-hosts.' },
  pins_full: { kind: 'conflict', message: 'The room has all its pins.' },
  sold_out: { kind: 'conflict', message: 'All tickets are sold.' },
  places_left: { kind: 'conflict', message: 'There are tickets left: nobody has to wait for one.' },
  already_has_ticket: { kind: 'conflict', message: 'This person has a ticket already.' },
  sale_closed: { kind: 'conflict', message: 'Tickets are no longer on sale.' },
  capacity_below_sold: { kind: 'conflict', message: 'More tickets are sold or held than this.' },
  invitation_expired: { kind: 'conflict', message: 'The invitation is no longer open.' },
  already_decided: { kind: 'conflict', message: 'This has been decided already.' },
  refund_too_late: { kind: 'conflict', message: 'It is too late for a refund.' },
  not_in_room: { kind: 'conflict', message: 'This person is not in the room.' },
  not_on_stage: { kind: 'conflict', message: 'This person is not on the stage.' },
  too_fast: { kind: 'too_many', message: 'Too many requests; try again shortly.', retryAfterSeconds: 1 },
  slow_mode: { kind: 'too_many', message: 'The room is in slow mode.', retryAfterSeconds: 5 },
  requests_full: { kind: 'too_many', message: 'Too many people are asking to speak.', retryAfterSeconds: 30 },
  cap_reached: { kind: 'too_many', message: 'The limit for now is reached.', retryAfterSeconds: 60 },
  audience_full: { kind: 'unavailable', message: 'Every place in this room is taken.', retryAfterSeconds: 30 },
  audience_warming: { kind: 'unavailable', message: 'Places are being made ready.', retryAfterSeconds: 1 },
  waiting_room: {
    kind: 'unavailable',
    message: 'Many people are arriving; you stand in line.',
    retryAfterSeconds: 5,
  },
  audio_unavailable: { kind: 'unavailable', message: 'The audio service does not answer.', retryAfterSeconds: 2 },
  payments_unavailable: { kind: 'unavailable', message: 'The payment service does not answer.', retryAfterSeconds: 5 },
  busy: { kind: 'unavailable', message: 'Too much is happening at once; try again.', retryAfterSeconds: 1 },
  switched_off: { kind: 'unavailable', message: 'This is switched off at the moment.', retryAfterSeconds: 60 },
} as const satisfies Record<string, Entry>;

export type RefusalCode = keyof typeof refusals;

/** What the caller may know besides the code, e.g. `need` and `have`; it joins the error body. */
export type Facts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export type RefusalOptions = {
  readonly param?: string;
  readonly facts?: Facts;
  readonly retryAfterSeconds?: number;
  readonly message?: string;
};

/** An expected "no". `param` names the field at fault; `retryAfterSeconds` is set for every 429 and 503. */
export type Refusal = RefusalOptions & { readonly kind: Kind; readonly code: RefusalCode; readonly message: string };
export type Refused = { readonly isAllowed: false; readonly refusal: Refusal };
export type Allowed<T = undefined> = { readonly isAllowed: true; readonly value: T };
export type Decision<T = undefined> = Allowed<T> | Refused;

/** Says no with a code of the table; the options narrow it down for this case. */
export function refuse(code: RefusalCode, options: RefusalOptions = {}): Refused {
  const { kind, message, retryAfterSeconds }: Entry = refusals[code];
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return { isAllowed: false, refusal: { kind, code, message, ...wait, ...options } };
}

export function allow(): Allowed;
export function allow<T>(value: T): Allowed<T>;
/** Says yes, with what was decided if there is something to hand on. */
export function allow<T>(value?: T): Allowed<T | undefined> {
  return { isAllowed: true, value };
}

/** The HTTP status of a kind. */
export function statusOf(kind: Kind): number {
  return statuses[kind];
}
