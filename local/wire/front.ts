import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Calls } from '../calls/calls.ts';
import type { FaultBox } from '../faults/faults.ts';
import type { Clock, Principal, RoleModel, StandIn, WireRequest } from '../model.ts';
import { WireFault } from '../model.ts';
import { brokenFault } from './inflict.ts';
import type { Passage } from './passage.ts';
import { callOf, pass } from './passage.ts';
import type { Asked } from './permission.ts';
import { createPermissionCheck } from './permission.ts';
import type { Reply } from './reply.ts';
import { replyWith, replyWithFault } from './reply.ts';
import type { RawRequest } from './request.ts';
import { addressOf, causeOf, isWirePath, nameOfUnknown } from './request.ts';

export type WireFrontOptions = {
  readonly standIns: readonly StandIn[];
  readonly principalOf: (keyId: string) => Principal | undefined;
  readonly roles: readonly RoleModel[];
  readonly faults: FaultBox;
  readonly calls: Calls;
  readonly clock: Pick<Clock, 'now'>;
  /** Hears of unknown policies and crashed stand-ins. @default console.error */
  readonly log?: (line: string) => void;
  /** Resolves when what calls have changed so far is kept: no answer leaves before. @default at once */
  readonly written?: () => Promise<void>;
  /** Hears of every question that was put to a role. */
  readonly onAsk?: (asked: Asked) => void;
};

export type WireFront = {
  /** Answers `/aws/<service>/…`; false when the path is not its own. */
  handle(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<boolean>;
  /** The same without a socket, for simulations that need the speed. */
  answer(request: RawRequest): Promise<Reply>;
};

function replyWithoutStandIn(service: string, request: WireRequest): Reply {
  const sentence = `The local cloud has no service "${service}": ${nameOfUnknown(request)}`;
  return replyWithFault('json', service, new WireFault(501, 'UnknownOperationException', sentence));
}

/** The AWS wire APIs: who calls, may they, which fault strikes, what did it cost. Signatures are read, not verified. */
export function createWireFront(options: WireFrontOptions): WireFront {
  const { calls, clock, log = console.error, written = async () => {} } = options;
  const standIns = new Map<string, StandIn>(options.standIns.map((standIn) => [standIn.service, standIn]));
  const gates = { ...options, checkPermission: createPermissionCheck({ ...options, log }) };

  const faultOf = (error: unknown, standIn: StandIn, operation: string): WireFault => {
    if (error instanceof WireFault) return error;
    log(`${standIn.service} ${operation}: ${error instanceof Error ? error.stack : String(error)}`);
    return brokenFault(standIn);
  };

  /** Refusals wait too: they tell of what is stored as answers do. */
  async function whenWritten(reply: Reply, standIn: StandIn, passage: Passage): Promise<Reply> {
    try {
      await written();
      return reply;
    } catch (error) {
      const fault = faultOf(error, standIn, passage.operation);
      passage.error = fault.code;
      return replyWithFault(standIn.protocol, standIn.service, fault);
    }
  }

  async function answerBy(standIn: StandIn, request: WireRequest, passage: Passage): Promise<Reply> {
    try {
      return replyWith(standIn.protocol, await pass(standIn, request, passage, gates));
    } catch (error) {
      const fault = faultOf(error, standIn, passage.operation);
      passage.error = fault.code;
      return replyWithFault(standIn.protocol, standIn.service, fault);
    }
  }

  async function answer(raw: RawRequest): Promise<Reply> {
    const { service, request } = addressOf(raw);
    const standIn = standIns.get(service);
    if (!standIn) return replyWithoutStandIn(service, request);
    const operation = nameOfUnknown(request);
    const passage: Passage = { operation, principal: undefined, cause: causeOf(request), answer: {}, error: undefined };
    const at = clock.now();
    const startedAt = performance.now();
    const reply = await whenWritten(await answerBy(standIn, request, passage), standIn, passage);
    calls.record(callOf(passage, service, at, performance.now() - startedAt));
    return reply;
  }

  return {
    answer,
    async handle(request, response, body) {
      const { method = 'GET', url = '/', headers } = request;
      if (!isWirePath(url)) return false;
      const reply = await answer({ method, url, headers, body });
      response.writeHead(reply.status, reply.headers).end(reply.body);
      return true;
    },
  };
}
