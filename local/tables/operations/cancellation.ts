import { type JsonObject, type Spent, WireFault } from '../../model.ts';
import { CONFLICT_MESSAGE, THROTTLE_MESSAGE } from '../refusals.ts';

/** Why one action of a transaction stands in the way, or that it does not. */
export type Reason = { readonly Code: string; readonly Message?: string; readonly Item?: JsonObject };

export const NO_REASON: Reason = { Code: 'None' };
export const CONFLICT: Reason = { Code: 'TransactionConflict', Message: CONFLICT_MESSAGE };
export const THROTTLED: Reason = { Code: 'ThrottlingError', Message: THROTTLE_MESSAGE };

/** The reason that a refusal of a single write becomes inside a transaction; what is no such refusal is thrown on. */
export function reasonOf(error: unknown): Reason {
  if (!(error instanceof WireFault)) throw error;
  if (error.code === 'ConditionalCheckFailedException')
    return { Code: 'ConditionalCheckFailed', Message: error.message, ...error.extra };
  if (error.code === 'ValidationException') return { Code: 'ValidationError', Message: error.message };
  throw error;
}

/** The refusal of a whole transaction; reasons stand in the order of its actions. */
export function cancelled(reasons: readonly Reason[], spent: Spent): WireFault {
  const codes = reasons.map((reason) => reason.Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new WireFault(
    400,
    'TransactionCanceledException',
    message,
    { Message: message, CancellationReasons: reasons },
    spent,
  );
}
