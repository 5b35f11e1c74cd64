import { createCalls } from '../calls/calls.ts';
import { type ClockOptions, createClock } from '../clock/clock.ts';
import { createFaults } from '../faults/faults.ts';
import { withFaults } from '../faults/invocations.ts';
import { forgetful } from '../keeping/forgetful.ts';
import type { CloudModel, Invoke, Keeping } from '../model.ts';
import type { LogLine } from '../runner/log.ts';
import { createRunner } from '../runner/runner.ts';

export type BackboneOptions = {
  readonly model: CloudModel;
  readonly port: number;
  /** Where the payment service's stand-in answers. */
  readonly stripeUrl?: string;
  /** Threads per function. @default 1 */
  readonly concurrency?: number;
  /** Hears every line the functions write. */
  readonly onLog?: (line: LogLine) => void;
  readonly clockOptions?: ClockOptions;
  /** @default nothing is kept */
  readonly keeping?: Keeping;
};

/** What every service leans on: what is kept, time, faults, the record of calls, and the threads of the functions. */
export function createBackbone(options: BackboneOptions) {
  const { model, port, concurrency, onLog, keeping = forgetful } = options;
  const clock = createClock({ ...options.clockOptions, kept: keeping.shelf('clock') });
  const faults = createFaults();
  const opening = Promise.withResolvers<void>();
  const runner = createRunner({
    clock,
    functions: model.functions,
    region: model.region,
    wireOrigin: `http://127.0.0.1:${port}`,
    stripeUrl: options.stripeUrl,
    ...(concurrency !== undefined && { concurrency }),
    ...(onLog && { onLog }),
  });
  // What goes on from before a restart is due at once, but what the functions call answers only when the port is open.
  const whenOpen: Invoke = async (...call) => {
    await opening.promise;
    return runner.invoke(...call);
  };
  const invoke = withFaults(whenOpen, faults);
  return { keeping, clock, runner, invoke, open: opening.resolve, faults, calls: createCalls() };
}

export type Backbone = ReturnType<typeof createBackbone>;
