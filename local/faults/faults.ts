import type { FaultMode, Faults } from '../model.ts';
import type { Fault } from './fault.ts';
import { readFault } from './fault.ts';

/** What strikes a call now; the delay is real time, in seconds. */
export type Strike = { readonly mode: FaultMode; readonly delaySeconds?: number };

export type FaultBox = Faults & {
  /** As `take`, with the length of a delay if one was asked for. */
  strike(service: string, operation: string, modes: readonly FaultMode[]): Strike | undefined;
  /** As `strike`, but only faults that name the operation. */
  strikeNamed(service: string, operation: string, modes: readonly FaultMode[]): Strike | undefined;
};

/** An empty box of faults; `add` throws InvalidFault, which names the field. The oldest fault that fits strikes first. */
export function createFaults(): FaultBox {
  let faults: Fault[] = [];

  function strikeFirst(operations: readonly (string | undefined)[], service: string, modes: readonly FaultMode[]) {
    const fault = faults.find(
      (one) =>
        one.service === service &&
        operations.includes(one.operation) &&
        modes.includes(one.mode) &&
        (one.probability === 1 || one.chance() < one.probability),
    );
    if (!fault) return undefined;
    fault.timesLeft -= 1;
    if (fault.timesLeft <= 0) faults = faults.filter((other) => other !== fault);
    return fault;
  }

  const strike: FaultBox['strike'] = (service, operation, modes) => strikeFirst([operation, undefined], service, modes);

  return {
    strike,
    strikeNamed: (service, operation, modes) => strikeFirst([operation], service, modes),
    take: (service, operation, modes) => strike(service, operation, modes)?.mode,
    add: (fault) => {
      faults.push(readFault(fault));
    },
    clear: () => {
      faults = [];
    },
  };
}
