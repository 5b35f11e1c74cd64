import { Logger } from '@aws-lambda-powertools/logger';

/** What a unit says of itself: one line per answer or batch, one per fault. Never a header, a body, a token or a name. */
export type Telemetry = ReturnType<typeof telemetryOf>;

export function telemetryOf(unit: string) {
  const logger = new Logger({ serviceName: unit });
  return {
    answered(operation: string, requestId: string, status: number, durationMilliseconds: number): void {
      logger.info('answered', { operation, requestId, status, durationMilliseconds: Math.round(durationMilliseconds) });
    },
    worked(operation: string, requestId: string, items: number, failed: number): void {
      logger.info('worked', { operation, requestId, items, failed });
    },
    refused(operation: string, requestId: string, code: string): void {
      logger.info('refused', { operation, requestId, code });
    },
    /** Logged once, at the edge, with its cause chain. */
    fault(error: unknown, requestId: string): void {
      logger.error('fault', { requestId, fault: describe(error) });
    },
  };
}

/** Names, messages and stacks only: an SDK's exception also carries the request, and with it whatever it was given. */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { name: 'unknown' };
  const { name, message, stack, cause } = error;
  return { name, message, stack, ...(cause !== undefined && { cause: describe(cause) }) };
}
