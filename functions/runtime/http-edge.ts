import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Refusal, refuse, statusOf } from '../../domain/refusal.ts';
import { RefusalError } from './refusal-error.ts';
import type { Telemetry } from './telemetry.ts';

/** Failures of a dependency that pass by themselves: answered 503 so that clients try again, and never as a refusal of a rule. */
const passing = new Set([
  'TransactionCanceledException',
  'TransactionConflictException',
  'TransactionInProgressException',
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
]);

/** The one place where an error becomes an answer: refusals say what they are, faults are logged and say nothing. */
export function answerOf(error: unknown, requestId: string, telemetry: Telemetry): APIGatewayProxyStructuredResultV2 {
  if (error instanceof RefusalError) return refusalAnswer(error.refusal, requestId);
  telemetry.fault(error, requestId);
  if (isUnpayable(error)) return refusalAnswer(refuse('payments_unavailable').refusal, requestId);
  if (isPassing(error)) return refusalAnswer(refuse('busy').refusal, requestId);
  return answer(500, { type: 'internal', code: 'internal', message: 'Something went wrong on our side.', requestId });
}

/** The code that `answerOf` gives: what the log and the metrics know of an answer's body. */
export function codeOf(error: unknown): string {
  if (error instanceof RefusalError) return error.refusal.code;
  if (isUnpayable(error)) return 'payments_unavailable';
  return isPassing(error) ? 'busy' : 'internal';
}

/** The payment service's secrets cannot be read, or nobody has put them in yet: an operator's matter (runbook). */
const isUnpayable = (error: unknown): boolean => error instanceof Error && error.name === 'SecretUnreadable';

const isPassing = (error: unknown): boolean => error instanceof Error && passing.has(error.name);

function refusalAnswer(refusal: Refusal, requestId: string): APIGatewayProxyStructuredResultV2 {
  const { kind, code, message, param, facts, retryAfterSeconds } = refusal;
  const status = statusOf(kind);
  const body = { ...facts, type: kind, code, message, ...(param && { param }), requestId };
  const retryAfter = retryAfterSeconds ?? (status === 429 || status === 503 ? 1 : undefined);
  return answer(status, body, retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) });
}

const answer = (statusCode: number, error: object, headers: Record<string, string> = {}) => ({
  statusCode,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ error }),
});
