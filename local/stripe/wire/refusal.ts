import type { JsonObject } from '../../model.ts';

type ErrorType =
  | 'invalid_request_error'
  | 'idempotency_error'
  | 'card_error'
  | 'api_error'
  | 'rate_limit'
  | 'insufficient_funds';

/** Details of a refusal: `param` is a bracket path, e.g. `line_items[0][quantity]`. */
export type RefusalDetails = { readonly code?: string; readonly param?: string; readonly type?: ErrorType };

/** A refusal in Stripe's words: `{error: {type, code, message, param}}`. */
export class StripeRefusal extends Error {
  readonly status: number;
  readonly details: RefusalDetails;
  constructor(status: number, message: string, details: RefusalDetails = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }

  get body(): JsonObject {
    const { type = 'invalid_request_error', ...rest } = this.details;
    return { error: { type, ...rest, message: this.message } };
  }
}

/** A parameter that is not as it must be; nothing has begun yet. */
export const invalid = (param: string, message: string, code?: string): StripeRefusal =>
  new StripeRefusal(400, message, { param, ...(code !== undefined && { code }) });

/** What the service does and the stand-in does not: never to be taken for an answer of Stripe. */
export const notHere = (what: string): StripeRefusal =>
  new StripeRefusal(501, `The local Stripe does not do ${what}`, { type: 'api_error', code: 'not_available_locally' });

export const missing = (what: string, id: string, param: string): StripeRefusal =>
  new StripeRefusal(404, `No such ${what}: '${id}'`, { code: 'resource_missing', param });
