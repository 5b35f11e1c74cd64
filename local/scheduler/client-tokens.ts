import type { JsonObject, WireAnswer, WireCall } from '../model.ts';
import { conflict } from './refusals.ts';

type Known = { readonly fingerprint: string; readonly answer: WireAnswer };

/** How many tokens are remembered; far more than calls that may still be repeated. */
const maxKnown = 10_000;

/** Answers a call that is repeated with its ClientToken as the first time; SDK clients make a token for every call and keep it in retries. */
export class ClientTokens {
  readonly #known = new Map<string, Known>();

  async once(call: WireCall, perform: () => WireAnswer): Promise<WireAnswer> {
    const token = call.input['ClientToken'];
    if (typeof token !== 'string') return perform();
    const fingerprint = fingerprintOf(call.operation, call.input);
    const known = this.#known.get(token);
    if (known === undefined) {
      const answer = perform();
      this.#known.set(token, { fingerprint, answer });
      if (this.#known.size > maxKnown) this.#known.delete(this.#known.keys().next().value ?? '');
      return answer;
    }
    if (known.fingerprint !== fingerprint) throw conflict('The client token was used with other parameters.');
    return known.answer;
  }
}

function fingerprintOf(operation: string, input: JsonObject): string {
  return JSON.stringify([operation, Object.entries(input).toSorted(([left], [right]) => (left < right ? -1 : 1))]);
}
