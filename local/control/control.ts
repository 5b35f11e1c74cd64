import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Calls } from '../calls/calls.ts';
import type { Identity } from '../identity/identity.ts';
import type { Clock, EmitEvent, Faults, JsonObject } from '../model.ts';
import type { StripeStandIn } from '../stripe/stripe.ts';
import { type AudioView, audioCalls } from './audio-calls.ts';
import { clockCalls } from './clock-calls.ts';
import type { Answer, Call } from './exchange.ts';
import { answerTo, ControlRefusal, parseJson, sendAnswer } from './exchange.ts';
import { createFacts } from './facts.ts';
import { laterCalls } from './later-calls.ts';
import { peopleCalls } from './people-calls.ts';
import { createPublicApi } from './public-api.ts';
import { createSelling } from './selling.ts';
import { createSignIn } from './sign-in.ts';
import { stripeCalls } from './stripe-calls.ts';
import { type SeenEvent, watchCalls } from './watch-calls.ts';

export type ControlOptions = {
  /** Where the public API answers, e.g. `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly clock: Clock;
  readonly bus: { readonly emit: EmitEvent; history(): readonly SeenEvent[] };
  readonly faults: Faults;
  readonly calls: Calls;
  readonly identity: Identity;
  readonly audio: AudioView;
  /** @default nobody pays */
  readonly stripe?: StripeStandIn;
  readonly endpoints: () => JsonObject;
  /** Whom the demo has made; empty without it. */
  readonly people: () => readonly JsonObject[];
  /** Resolves when everything done so far is kept. @default at once */
  readonly written?: () => Promise<void>;
};

export type Control = {
  /** Answers `/local/…`; false when the path is not its own. */
  handle(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<boolean>;
};

const prefix = '/local/';

function callsOf(options: ControlOptions): readonly Call[] {
  const { clock, bus, faults, calls, identity, audio, stripe, endpoints, people } = options;
  const api = createPublicApi(options.url);
  const signIn = createSignIn(
    identity,
    api,
    createFacts(bus.emit, () => clock.now()),
    stripe && createSelling(api, stripe),
  );
  return [
    { method: 'GET', path: '/local/endpoints', run: () => ({ body: endpoints() }) },
    { method: 'GET', path: '/local/people', run: () => ({ body: { data: people() } }) },
    ...peopleCalls({ signIn, identity, api, clock }),
    ...clockCalls(clock),
    ...watchCalls({ events: () => bus.history(), calls, faults }),
    ...audioCalls(audio),
    ...(stripe ? stripeCalls(stripe) : []),
    ...laterCalls,
  ];
}

/** The control plane of the local cloud: plain JSON under `/local/`, never deployed. */
export function createControl(options: ControlOptions): Control {
  const calls = new Map(callsOf(options).map((call) => [`${call.method} ${call.path}`, call]));

  async function answer(method: string, url: URL, body: Buffer): Promise<Answer> {
    const call = calls.get(`${method} ${url.pathname}`);
    if (!call) throw new ControlRefusal(404, 'not_found', `the control plane has no ${method} ${url.pathname}`);
    const answered = await call.run({ query: url.searchParams, body: parseJson(body) });
    await options.written?.();
    return answered;
  }

  return {
    async handle(request, response, body) {
      if (!request.url?.startsWith(prefix)) return false;
      const url = new URL(request.url, options.url);
      sendAnswer(response, await answer(request.method ?? 'GET', url, body).catch(answerTo));
      return true;
    },
  };
}
