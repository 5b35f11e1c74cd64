import { Logger } from '@aws-lambda-powertools/logger';
import { wiringOfEnvironment } from './context.ts';
import { metricFields, type Values } from './emf.ts';
import { notedRooms, takeNotes } from './notes.ts';

/** What a unit says of itself: one line per answer or batch, one per fault. Never a header, a body, a token or a name. */
export type Telemetry = ReturnType<typeof telemetryOf>;

export type Answered = {
  readonly operation: string;
  readonly requestId: string;
  readonly status: number;
  /** Of a refusal or fault. */
  readonly code?: string;
  readonly durationMilliseconds: number;
};
export type Worked = {
  readonly operation: string;
  readonly requestId: string;
  readonly items: number;
  readonly failed: number;
};

/** Each line with numbers is a line of metrics as well (docs/decisions/0007). */
export function telemetryOf(unit: string) {
  const logger = new Logger({ serviceName: unit });
  const counting = (values: Values) => metricFields(values, wiringOfEnvironment().now());
  return {
    answered(answered: Answered): void {
      const { values, ...about } = takeNotes();
      const line = { ...answered, durationMilliseconds: Math.round(answered.durationMilliseconds), ...about };
      logger.info('answered', { ...line, ...counting({ ...values, ...countsOfAnswer(line) }) });
    },
    worked(worked: Worked): void {
      const { values, ...about } = takeNotes();
      logger.info('worked', { ...worked, ...about, ...counting({ ...values, ...countsOfWork(worked) }) });
    },
    refused(operation: string, requestId: string, code: string): void {
      logger.info('refused', { operation, requestId, code, ...notedRooms(), ...counting({ Refusals: 1 }) });
    },
    /** Logged once, at the edge, with its cause chain. */
    fault(error: unknown, requestId: string): void {
      const line = { requestId, ...notedRooms(), fault: describe(error) };
      logger.error('fault', { ...line, ...counting({ Faults: 1 }) });
    },
  };
}

const arrivals = ['joinRoom', 'listenRoom'];
const starts = ['createRoom', 'startRoom'];

function countsOfAnswer({ operation, status, code, durationMilliseconds }: Answered): Values {
  const failures = status >= 500 ? 1 : 0;
  const refusals = code === undefined ? {} : { Refusals: 1 };
  if (starts.includes(operation)) return { StartAttempts: 1, StartFailures: failures, ...refusals };
  if (!arrivals.includes(operation)) return refusals;
  const turnedAway = code === undefined ? {} : { JoinsTurnedAway: 1 };
  const joins = { JoinAttempts: 1, JoinFailures: failures, JoinMilliseconds: durationMilliseconds };
  return { ...joins, ...turnedAway, ...refusals };
}

function countsOfWork({ operation, items, failed }: Worked): Values {
  if (operation === 'publishFrame') return { FramesPublished: items - failed };
  return operation === 'sendTick' ? { TicksSent: items - failed } : {};
}

/** Names, messages and stacks only: an SDK's exception also carries the request, and with it whatever it was given. */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { name: 'unknown' };
  const { name, message, stack, cause } = error;
  return { name, message, stack, ...(cause !== undefined && { cause: describe(cause) }) };
}
