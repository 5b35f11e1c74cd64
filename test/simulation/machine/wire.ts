import { ChimeSDKMeetingsClient } from '@aws-sdk/client-chime-sdk-meetings';
import { SignatureV4 } from '@smithy/signature-v4';
import type { JsonObject, StandIn, WireAnswer, WireRequest } from '../../../local/model.ts';
import { WireFault } from '../../../local/model.ts';
import { brokenFault, conflictFault, throttleFault } from '../../../local/wire/inflict.ts';
import { type Reply, replyWith, replyWithFault } from '../../../local/wire/reply.ts';
import type { Refusal } from './fates.ts';
import { currentExecution, type Execution } from './operations.ts';
import { createPassage, type PassageOptions } from './passage.ts';
import { placeOf } from './sites.ts';

/** A call on its way: a test that takes a protection away changes its input, answers it without performing it, or changes its answer. */
export type PassingCall = {
  readonly execution: string;
  readonly service: string;
  readonly operation: string;
  readonly place: string;
  readonly input: JsonObject;
};
export type Meddling = (
  call: PassingCall,
) => { readonly input: JsonObject } | { readonly answer: WireAnswer } | { readonly retold: Retold } | undefined;
export type Retold = (body: JsonObject) => JsonObject;

/** Changes what a call that meets a conflict is told. */
export type Conflicting = (told: WireFault) => WireFault;
export type WireOptions = PassageOptions & {
  readonly standIns: readonly StandIn[];
  readonly meddle: Meddling;
  readonly conflicting?: Conflicting | undefined;
};

type Sent = {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
};
type Answer = {
  readonly response: { readonly statusCode: number; readonly headers: Reply['headers']; readonly body: Buffer };
};

/** Where every call passes, whatever service it is for. */
export type Wire = {
  handle(sent: Sent): Promise<Answer>;
  /** Waits for its turn, has the effect, waits again; throws as the fate will have it, or never answers. */
  pass(call: string, effect: () => Promise<unknown>, fault?: (refusal?: Refusal) => Error): Promise<void>;
};

/** The AWS APIs without a socket: every call waits its turn before and after its effect, and meets its fate at one of both. */
export function createWire(options: WireOptions): Wire {
  const passage = createPassage(options);
  const standIns = new Map<string, StandIn>(options.standIns.map((standIn) => [standIn.service, standIn]));

  async function perform(standIn: StandIn, wire: WireRequest, execution: Execution): Promise<WireAnswer> {
    const { operation, input } = routeOf(standIn, wire);
    const place = placeOf(standIn.service, operation, input);
    const call = { execution: execution.operation, service: standIn.service, operation, place, input };
    return passage(execution, `${operation} ${place}`.trim(), {
      effect: () => effectOf(standIn, call),
      fault: (refusal) => faultOf(standIn, call, refusal),
    });
  }

  function faultOf(standIn: StandIn, { operation, input }: PassingCall, refusal: Refusal | undefined): WireFault {
    if (refusal === 'throttled') return throttleFault(standIn);
    if (refusal !== 'conflict') return brokenFault(standIn);
    const told = conflictFault(standIn, operation, input);
    return options.conflicting?.(told) ?? told;
  }

  async function effectOf(standIn: StandIn, call: PassingCall): Promise<WireAnswer> {
    const meddled = options.meddle(call);
    if (meddled && 'answer' in meddled) return meddled.answer;
    const input = meddled && 'input' in meddled ? meddled.input : call.input;
    const answer = await standIn.perform({ operation: call.operation, input, principal: operator, cause: {} });
    return meddled && 'retold' in meddled ? { ...answer, body: meddled.retold(answer.body ?? {}) } : answer;
  }

  return {
    async handle(sent) {
      const [, , service = '', ...rest] = sent.path.split('/');
      const standIn = standIns.get(service);
      if (!standIn) throw new Error(`No stand-in for ${sent.path}`);
      const wire = toWireRequest(sent, rest.join('/'));
      const execution = currentExecution();
      try {
        const work = execution ? perform(standIn, wire, execution) : performAside(standIn, wire);
        return toAnswer(replyWith(standIn.protocol, await work));
      } catch (error) {
        if (!(error instanceof WireFault)) throw error;
        return toAnswer(replyWithFault(standIn.protocol, standIn.service, error));
      }
    },
    async pass(call, effect, fault = () => new TypeError('fetch failed')) {
      const execution = currentExecution();
      if (execution) await passage(execution, call, { effect, fault });
    },
  };
}

const operator = { keyId: 'simulation', isOperator: true };

async function performAside(standIn: StandIn, wire: WireRequest): Promise<WireAnswer> {
  return standIn.perform({ ...routeOf(standIn, wire), principal: operator, cause: {} });
}

function routeOf(standIn: StandIn, wire: WireRequest): { readonly operation: string; readonly input: JsonObject } {
  const routed = standIn.route(wire);
  if (!routed) throw new Error(`${standIn.service} does not do ${wire.headers['x-amz-target'] ?? wire.path}`);
  return routed;
}

function toWireRequest({ method, query = {}, headers, body }: Sent, path: string): WireRequest {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (typeof value === 'string') search.set(name, value);
  return { method, path: `/${path}`, query: search, headers, body: bytesOf(body) };
}

/** The SDK's body warns when it is read as anything but bytes. */
const bytesOf = (body: Sent['body'] = ''): Buffer =>
  typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength);

const toAnswer = (reply: Reply): Answer => ({
  response: { statusCode: reply.status, headers: reply.headers, body: Buffer.from(reply.body) },
});

type Handler = { handle(sent: Sent): Promise<Answer> };
const toHandler = (handler: unknown) => handler as Handler;
const toPrototype = (handler: object) => toHandler(Object.getPrototypeOf(handler));

const { requestHandler, logger } = new ChimeSDKMeetingsClient({ region: 'us-east-1' }).config;
/** The SDK's own handler of requests, by which every client of every service sends. */
const sdkHandler = toPrototype(requestHandler);
const socketHandle = sdkHandler.handle;
/** The SDK's log that keeps nothing. Every call makes two copies for it, without what is secret, as long as it has its methods. */
const sdkLog: object = Object.getPrototypeOf(logger);
const { info, error } = logger;

const realSign = SignatureV4.prototype.sign;
/** Nobody here reads signatures, and making them is a fifth of a call. */
const unsigned = async (request: unknown): Promise<unknown> => request;

/** Has the unmodified SDK clients of this thread send here instead of over sockets, until the returned function is called. */
export function installWire(handle: (sent: Sent) => Promise<Answer>): () => void {
  sdkHandler.handle = handle;
  Object.assign(SignatureV4.prototype, { sign: unsigned });
  Object.assign(sdkLog, { info: undefined, error: undefined });
  return () => {
    sdkHandler.handle = socketHandle;
    Object.assign(SignatureV4.prototype, { sign: realSign });
    Object.assign(sdkLog, { info, error });
  };
}
