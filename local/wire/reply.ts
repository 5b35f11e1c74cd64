import { randomUUID } from 'node:crypto';
import type { JsonObject, StandIn, WireAnswer, WireFault } from '../model.ts';

/** What goes back over the socket. */
export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

type Protocol = StandIn['protocol'];

// AWS JSON answers name an error by shape id; SDKs cut everything before the hash.
const namespaces: Readonly<Record<string, string>> = {
  dynamodb: 'com.amazonaws.dynamodb.v20120810#',
  sqs: 'com.amazonaws.sqs#',
};

function replyOf(protocol: Protocol, status: number, body: string, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: {
      ...(body === ''
        ? {}
        : { 'content-type': protocol === 'json' ? 'application/x-amz-json-1.0' : 'application/json' }),
      'content-length': String(Buffer.byteLength(body)),
      'x-amzn-requestid': randomUUID(),
      ...headers,
    },
    body,
  };
}

/** A stand-in's answer in its protocol. */
export function replyWith(protocol: Protocol, answer: WireAnswer): Reply {
  const status = answer.status ?? 200;
  return replyOf(protocol, status, status === 204 ? '' : JSON.stringify(answer.body ?? {}));
}

function jsonError(service: string, fault: WireFault): JsonObject {
  const name = fault.code.includes('#') ? fault.code : `${namespaces[service] ?? ''}${fault.code}`;
  // This one error of DynamoDB spells its message with a capital.
  const key = fault.code === 'TransactionCanceledException' ? 'Message' : 'message';
  return { __type: name, [key]: fault.message, ...fault.extra };
}

/** An error in the form of the service's protocol: `__type` in the body, or the `x-amzn-ErrorType` header. */
export function replyWithFault(protocol: Protocol, service: string, fault: WireFault): Reply {
  if (protocol === 'json') return replyOf(protocol, fault.status, JSON.stringify(jsonError(service, fault)));
  const told =
    service === 'appsync'
      ? { errors: [{ errorType: fault.code, message: fault.message }] }
      : { Code: fault.code, Message: fault.message, ...fault.extra };
  const body = JSON.stringify(told);
  return replyOf(protocol, fault.status, body, { 'x-amzn-errortype': fault.code });
}
