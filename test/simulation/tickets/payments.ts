import Stripe from 'stripe';
import { forgetful } from '../../../local/keeping/forgetful.ts';
import type { JsonObject } from '../../../local/model.ts';
import { createSecrets } from '../../../local/secrets/secrets.ts';
import { createStripe, type StripeStandIn } from '../../../local/stripe/stripe.ts';
import type { StripeAnswer, StripeRequest } from '../../../local/stripe/wire/request.ts';
import { findOperation } from '../../../local/stripe/wire/routes.ts';
import { currentExecution } from '../machine/operations.ts';
import type { PassingCall, Wire } from '../machine/wire.ts';
import type { Beside, Inside } from '../machine/world.ts';
import { createReceiving } from './receiving.ts';

/** The payment service and the secrets that open it, on the run's timeline and wire. */
export type Payments = Beside & { readonly stripe: StripeStandIn };

export function openPayments(inside: Inside): Payments {
  const { model, chance, fates, timeline, meddle, trace } = inside;
  const { clock } = timeline;
  const secrets = createSecrets({ ...model, clock, secrets: model.secrets ?? [] });
  const stripe = createStripe({
    clock,
    faults: { ...fates.faults, strike: strikeOf(fates.faults.take), strikeNamed: () => undefined },
    keeping: forgetful,
    origin: 'http://in-process',
    post: createReceiving(inside),
    chance: () => Array.from({ length: 12 }, () => Math.floor(chance() * 36).toString(36)).join(''),
  });
  return {
    stripe,
    standIns: [secrets.standIn],
    install: (wire) => installHttp((request) => send({ stripe, wire, meddle, trace }, request)),
  };
}

type Take = Inside['fates']['faults']['take'];
/** Calls meet their fate on the wire; here it is news that are lost, doubled, late or overtaken. */
const strikeOf =
  (take: Take) =>
  (...asked: Parameters<Take>) => {
    const mode = take(...asked);
    return mode && { mode };
  };

type Sending = { readonly stripe: StripeStandIn; readonly wire: Wire } & Pick<Inside, 'meddle' | 'trace'>;

/** A request of the SDK: it waits its turn before and after its effect like a call of any other service. */
async function send({ stripe, wire, meddle, trace }: Sending, request: StripeRequest): Promise<StripeAnswer> {
  const execution = currentExecution();
  if (!execution) return stripe.perform(request);
  const operation = nameOf(request);
  const answers: StripeAnswer[] = [];
  await wire.pass(`stripe ${operation}`, async () => {
    const call = { execution: execution.operation, service: 'stripe', operation, place: '', input: toInput(request) };
    answers.push(await perform(stripe, request, meddle(call)));
  });
  const answer = answers.at(-1);
  if (!answer) throw new Error(`${operation} was not answered`);
  if (answer.status >= 400) trace.say(`${operation} is refused: ${answer.status} ${answer.body.slice(0, 300)}`);
  return answer;
}

type Meddled = ReturnType<Inside['meddle']>;

async function perform(stripe: StripeStandIn, request: StripeRequest, meddled: Meddled): Promise<StripeAnswer> {
  if (meddled && 'answer' in meddled)
    return { status: meddled.answer.status ?? 200, headers: {}, body: JSON.stringify(meddled.answer.body ?? {}) };
  return stripe.perform(meddled ? toRequest(meddled.input) : request);
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
