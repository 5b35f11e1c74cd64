import type { FaultMode, Faults } from '../model.ts';
import type { Fault } from './fault.ts';
import { readFault } from './fault.ts';

/** What strikes a call now; the delay is real time, in seconds. */
export type Strike = { readonly mode: FaultMode; readonly delaySeconds?: number };

export type FaultBox = Faults & {
  /** As `take`, with the length of a delay if one was asked for. */
  strike(service: string, operation: string, modes: readonly FaultMode[]): Strike | undefined;
};

/** An empty box of faults; `add` throws InvalidFault, which names the field. The oldest fault that fits strikes first. */
export function createFaults(): FaultBox {
  let faults: Fault[] = [];

  const fitting = (service: string, operation: string, modes: readonly FaultMode[]) => (fault: Fault) =>
    fault.service === service &&
    (fault.operation === undefined || fault.operation === operation) &&
    modes.includes(fault.mode) &&
    (fault.probability === 1 || fault.chance() < fault.probability);

  const strike: FaultBox['strike'] = (service, operation, modes) => {
    if (faults.length === 0) return undefined;
    const fault = faults.find(fitting(service, operation, modes));
    if (!fault) return undefined;
    fault.timesLeft -= 1;
    if (fault.timesLeft <= 0) faults = faults.filter((other) => other !== fault);
    return fault;
  };

  return {
    strike,
    take: (service, operation, modes) => strike(service, operation, modes)?.mode,
    add: (fault) => {
      faults.push(readFault(fault));
    },
    clear: () => {
      faults = [];
    },
  };
}
