import Stripe from 'stripe';
import { forgetful } from '../../../local/keeping/forgetful.ts';
import type { JsonObject } from '../../../local/model.ts';
import { createSecrets } from '../../../local/secrets/secrets.ts';
import { createStripe, type StripeStandIn } from '../../../local/stripe/stripe.ts';
import { tooMany } from '../../../local/stripe/wire/rates.ts';
import { headerOf, type StripeAnswer, type StripeRequest } from '../../../local/stripe/wire/request.ts';
import { findOperation } from '../../../local/stripe/wire/routes.ts';
import type { Refusal } from '../machine/fates.ts';
import { currentExecution } from '../machine/operations.ts';
import type { PassingCall, Wire } from '../machine/wire.ts';
import type { Beside, Inside } from '../machine/world.ts';
import { createReceiving } from './receiving.ts';

/** The payment service and the secrets that open it, on the run's timeline and wire. */
export type Payments = Beside & {
  readonly stripe: StripeStandIn;
  /** Keys under which the payment service keeps a failure of its own for a day. */
  readonly brokenKeys: ReadonlySet<string>;
  readonly areNewsLost: () => boolean;
};

export function openPayments(inside: Inside): Payments {
  const { model, chance, fates, timeline, meddle, trace } = inside;
  const { clock } = timeline;
  let lostCount = 0;
  const secrets = createSecrets({ ...model, clock, secrets: model.secrets ?? [] });
  const stripe = createStripe({
    clock,
    faults: {
      ...fates.faults,
      strike: strikeOf(fates.faults.take, () => {
        lostCount += 1;
      }),
      strikeNamed: () => undefined,
    },
    keeping: forgetful,
    origin: 'http://in-process',
    post: createReceiving(inside),
    chance: () => Array.from({ length: 12 }, () => Math.floor(chance() * 36).toString(36)).join(''),
  });
  const brokenKeys = new Set<string>();
  return {
    stripe,
    brokenKeys,
    areNewsLost: () => lostCount > 0,
    standIns: [secrets.standIn],
    install: (wire) => installHttp((request) => send({ stripe, wire, meddle, trace, brokenKeys }, request)),
  };
}

type Take = Inside['fates']['faults']['take'];
/** Calls meet their fate on the wire; here it is news that are lost, doubled, late or overtaken. */
const strikeOf =
  (take: Take, onLost: () => void) =>
  (...asked: Parameters<Take>) => {
    const mode = take(...asked);
    if (mode === 'drop') onLost();
    return mode && { mode };
  };

type Sending = {
  readonly stripe: StripeStandIn;
  readonly wire: Wire;
  readonly brokenKeys: Set<string>;
} & Pick<Inside, 'meddle' | 'trace'>;

/** A request of the SDK: it waits its turn before and after its effect like a call of any other service. */
async function send(sending: Sending, request: StripeRequest): Promise<StripeAnswer> {
  const { stripe, wire, meddle, trace } = sending;
  const execution = currentExecution();
  if (!execution) return stripe.perform(request);
  const operation = nameOf(request);
  const answer = await passed(wire, operation, {
    effect: async () => {
      const call = { execution: execution.operation, service: 'stripe', operation, place: '', input: toInput(request) };
      return perform(stripe, request, meddle(call));
    },
    refuse: (refusal) => (refusal === 'broken' ? breakDown(sending, operation, request) : toAnswer(tooMany())),
  });
  if (answer.status >= 400) trace.say(`${operation} is refused: ${answer.status} ${answer.body.slice(0, 300)}`);
  return answer;
}

/** What the payment service says instead of doing it comes as an answer, not as a broken line. */
class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

type Errand = { effect(): Promise<StripeAnswer>; refuse(refusal: Refusal): Promise<StripeAnswer> | StripeAnswer };

async function passed(wire: Wire, operation: string, { effect, refuse }: Errand): Promise<StripeAnswer> {
  const answers: StripeAnswer[] = [];
  const note = async (): Promise<void> => void answers.push(await effect());
  try {
    await wire.pass(`stripe ${operation}`, note, (refusal) =>
      refusal ? new Refused(refusal) : new TypeError('fetch failed'),
    );
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    answers.push(await refuse(error.refusal));
  }
  const answer = answers.at(-1);
  if (!answer) throw new Error(`${operation} was not answered`);
  return answer;
}

/** It fails at the payment service itself, which answers the same to whoever comes with that key again for a day. */
async function breakDown({ stripe, brokenKeys }: Sending, operation: string, request: StripeRequest) {
  const { house, perform } = stripe;
  house.broken.add(operation);
  const answer = await perform(request);
  const key = headerOf(request, 'idempotency-key');
  if (!house.broken.delete(operation) && key !== undefined) brokenKeys.add(key);
  return answer;
}

const toAnswer = ({ status, body }: ReturnType<typeof tooMany>): StripeAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

type Meddled = ReturnType<Inside['meddle']>;

async function perform(stripe: StripeStandIn, request: StripeRequest, meddled: Meddled): Promise<StripeAnswer> {
  if (meddled && 'answer' in meddled)
    return { status: meddled.answer.status ?? 200, headers: {}, body: JSON.stringify(meddled.answer.body ?? {}) };
  const answer = await stripe.perform(meddled && 'input' in meddled ? toRequest(meddled.input) : request);
  if (!meddled || !('retold' in meddled)) return answer;
  return { ...answer, body: JSON.stringify(meddled.retold(JSON.parse(answer.body))) };
}

const nameOf = ({ method, url }: StripeRequest): string =>
  findOperation(method, url.split('?', 1)[0] ?? '')?.operation.name ?? url;
const toInput = (request: StripeRequest): JsonObject => request as unknown as PassingCall['input'];
const toRequest = (input: JsonObject): StripeRequest => input as unknown as StripeRequest;

type Answered = {
  getStatusCode(): number;
  getHeaders(): Readonly<Record<string, string>>;
  getRawResponse(): unknown;
  toStream(): unknown;
  toJSON(): Promise<unknown>;
};
type Make = (
  host: string,
  port: string,
  path: string,
  method: string,
  headers: Readonly<Record<string, unknown>>,
  body: string | null,
) => Promise<Answered>;
type Client = { makeRequest: Make };
const toClient = (client: object) => Object.getPrototypeOf(client) as Client;

/** By which every client of the SDK sends. */
const sdkClient = toClient(Stripe.createNodeHttpClient());
const overSockets = sdkClient.makeRequest;

/** Has the unmodified SDK of this thread send here instead of over sockets, until the returned function is called. */
function installHttp(perform: (request: StripeRequest) => Promise<StripeAnswer>): () => void {
  sdkClient.makeRequest = async (_host, _port, path, method, headers, body) => {
    const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
    return answered(await perform({ method, url: path, headers: Object.fromEntries(named), body: body ?? '' }));
  };
  return () => {
    sdkClient.makeRequest = overSockets;
  };
}

const answered = ({ status, headers, body }: StripeAnswer): Answered => ({
  getStatusCode: () => status,
  getHeaders: () => headers,
  getRawResponse: () => ({ body }),
  toStream: () => body,
  toJSON: async () => JSON.parse(body),
});
