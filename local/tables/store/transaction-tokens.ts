import { createHash } from 'node:crypto';
import { type Shelf, WireFault } from '../../model.ts';
import { invalid } from '../refusals.ts';

// Service limit: a client token is valid for 10 minutes after its request completed.
const VALID_MILLISECONDS = 600_000;
const MAX_LENGTH = 36;
type Known = { readonly digest: string; readonly expiresAt: number };

/** Client request tokens of transactions: the same request again has no further effect, another one is refused. */
export class TransactionTokens {
  readonly #now: () => number;
  readonly #kept: Shelf<Known>;
  readonly #known: Map<string, Known>;
  readonly #open = new Map<string, string>();

  constructor(now: () => number, kept: Shelf<Known>) {
    this.#now = now;
    this.#kept = kept;
    this.#known = new Map(kept.entries());
  }

  /** `fresh`: run it and say `close`; `done`: it ran before. */
  begin(token: string, request: string): 'fresh' | 'done' {
    if (token.length === 0 || token.length > MAX_LENGTH)
      throw invalid(`ClientRequestToken must have length between 1 and ${MAX_LENGTH}`);
    this.#forget();
    const digest = createHash('sha256').update(request).digest('base64');
    const known = this.#known.get(token)?.digest ?? this.#open.get(token);
    if (known !== undefined && known !== digest)
      throw refusal(
        'IdempotentParameterMismatchException',
        'The request uses the same client token as a previous, but non-identical request. Do not reuse a client token with different requests, unless the requests are identical',
      );
    if (this.#open.has(token))
      throw refusal(
        'TransactionInProgressException',
        'The transaction with the given request token is already in progress.',
      );
    if (known !== undefined) return 'done';
    this.#open.set(token, digest);
    return 'fresh';
  }

  /** A cancelled transaction leaves its token free. */
  close(token: string, isCommitted: boolean): void {
    const digest = this.#open.get(token);
    this.#open.delete(token);
    if (!isCommitted || digest === undefined) return;
    const known = { digest, expiresAt: this.#now() + VALID_MILLISECONDS };
    this.#known.set(token, known);
    this.#kept.put(token, known);
  }

  #forget(): void {
    for (const [token, { expiresAt }] of this.#known) {
      if (expiresAt > this.#now()) return;
      this.#known.delete(token);
      this.#kept.remove(token);
    }
  }
}

function refusal(code: string, message: string): WireFault {
  return new WireFault(400, code, message, { Message: message });
}
