import { createCalls } from '../calls/calls.ts';
import { type ClockOptions, createClock } from '../clock/clock.ts';
import { createFaults } from '../faults/faults.ts';
import type { CloudModel } from '../model.ts';
import type { LogLine } from '../runner/log.ts';
import { createRunner } from '../runner/runner.ts';

export type BackboneOptions = {
  readonly model: CloudModel;
  readonly port: number;
  /** Threads per function. @default 1 */
  readonly concurrency?: number;
  /** Hears every line the functions write. */
  readonly onLog?: (line: LogLine) => void;
  readonly clockOptions?: ClockOptions;
};

/** What every service leans on: time, faults, the record of calls, and the threads of the functions. */
export function createBackbone(options: BackboneOptions) {
  const { model, port, concurrency, onLog } = options;
  const clock = createClock(options.clockOptions);
  const runner = createRunner({
    clock,
    functions: model.functions,
    region: model.region,
    wireOrigin: `http://127.0.0.1:${port}`,
    ...(concurrency !== undefined && { concurrency }),
    ...(onLog && { onLog }),
  });
  return { clock, runner, faults: createFaults(), calls: createCalls() };
}

export type Backbone = ReturnType<typeof createBackbone>;
