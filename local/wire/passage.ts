import { setTimeout as wait } from 'node:timers/promises';
import type { Call } from '../calls/calls.ts';
import type { FaultBox, Strike } from '../faults/faults.ts';
import { canConflict } from '../faults/suitable.ts';
import type { Cause, FaultMode, JsonObject, Principal, StandIn, WireAnswer, WireRequest } from '../model.ts';
import { WireFault } from '../model.ts';
import { brokenFault, conflictFault, throttleFault } from './inflict.ts';
import type { CheckPermission } from './permission.ts';
import { keyIdOf, nameOfUnknown } from './request.ts';

/** What is known of a call as it passes through; it becomes the line in `/local/calls`. */
export type Passage = {
  operation: string;
  principal: Principal | undefined;
  readonly cause: Cause;
  answer: WireAnswer;
  error: string | undefined;
};

export type Gates = {
  readonly principalOf: (keyId: string) => Principal | undefined;
  readonly checkPermission: CheckPermission;
  readonly faults: FaultBox;
};

const wireModes: readonly FaultMode[] = ['fail-before', 'throttle', 'conflict', 'apply-then-fail'];
const modesWithoutConflict = wireModes.filter((mode) => mode !== 'conflict');
/** A delay of these that names no call is meant for what they deliver. */
const deliverers = new Set(['events', 'sqs', 'scheduler']);
const defaultDelaySeconds = 0.2;

function identify({ service }: StandIn, request: WireRequest, principalOf: Gates['principalOf']): Principal {
  const keyId = keyIdOf(request);
  const principal = keyId && principalOf(keyId);
  if (principal) return principal;
  if (service === 'appsync')
    throw new WireFault(401, 'UnauthorizedException', 'You are not authorized to make this call.');
  if (!keyId) throw new WireFault(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
  throw new WireFault(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.');
}

function routeOf(standIn: StandIn, request: WireRequest): { readonly operation: string; readonly input: JsonObject } {
  const routed = standIn.route(request);
  if (routed) return routed;
  const sentence = `The local cloud does not do ${standIn.service} ${nameOfUnknown(request)}`;
  throw new WireFault(501, 'UnknownOperationException', sentence);
}

/** Takes a request through identity, permission and faults to its stand-in; throws WireFault, and notes in the passage how far it came. */
export async function pass(
  standIn: StandIn,
  request: WireRequest,
  passage: Passage,
  gates: Gates,
): Promise<WireAnswer> {
  const principal = identify(standIn, request, gates.principalOf);
  passage.principal = principal;
  const { operation, input } = routeOf(standIn, request);
  passage.operation = operation;
  const { cause } = passage;
  gates.checkPermission({ principal, cause, protocol: standIn.protocol }, standIn.asks(operation, input));
  const strike = strikeOf(standIn, operation, gates.faults);
  // Real time on purpose: it stands for a slow network, which the virtual clock must not skip.
  if (strike?.mode === 'delay') await wait((strike.delaySeconds ?? defaultDelaySeconds) * 1000);
  if (strike?.mode === 'fail-before') throw brokenFault(standIn);
  if (strike?.mode === 'throttle') throw throttleFault(standIn);
  if (strike?.mode === 'conflict') throw conflictFault(standIn, operation, input);
  passage.answer = await standIn.perform({ operation, input, principal, cause });
  if (strike?.mode === 'apply-then-fail') throw brokenFault(standIn);
  return passage.answer;
}

function strikeOf({ service }: StandIn, operation: string, faults: FaultBox): Strike | undefined {
  const struck = faults.strike(service, operation, canConflict(service, operation) ? wireModes : modesWithoutConflict);
  if (struck) return struck;
  return deliverers.has(service)
    ? faults.strikeNamed(service, operation, ['delay'])
    : faults.strike(service, operation, ['delay']);
}

function functionOf(principal: Principal | undefined): string {
  if (!principal) return 'unknown';
  return principal.functionName ?? (principal.isOperator ? 'operator' : principal.keyId);
}

/** The passage as a line for the counter; `at` is virtual time in epoch milliseconds. */
export function callOf(passage: Passage, service: string, at: number, durationMs: number): Call {
  const { table, readUnits, writeUnits } = passage.answer;
  return {
    at,
    ...passage.cause,
    function: functionOf(passage.principal),
    service,
    operation: passage.operation,
    ...(table === undefined ? {} : { table }),
    ...(readUnits === undefined ? {} : { readUnits }),
    ...(writeUnits === undefined ? {} : { writeUnits }),
    durationMs: Math.round(durationMs * 1000) / 1000,
    ...(passage.error === undefined ? {} : { error: passage.error }),
  };
}
