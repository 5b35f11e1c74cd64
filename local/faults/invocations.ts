import { setTimeout as wait } from 'node:timers/promises';
import type { Invocation, Invoke } from '../model.ts';
import type { FaultBox } from './faults.ts';

const modes = ['fail-before', 'apply-then-fail', 'delay', 'throttle', 'duplicate'] as const;
const defaultDelaySeconds = 0.2;

const failed: Invocation = { isOk: false, errorType: 'Runtime.Unknown', errorMessage: 'injected: the function failed' };
const throttled: Invocation = {
  isOk: false,
  errorType: 'TooManyRequestsException',
  errorMessage: 'injected: Rate Exceeded.',
};

/** Strikes invocations (service `lambda`, by the function's name): before they run, after, late (real time), or twice. */
export function withFaults(invoke: Invoke, faults: Pick<FaultBox, 'strike'>): Invoke {
  return async (functionArn, payload, cause) => {
    const strike = faults.strike('lambda', functionArn.split(':').at(-1) ?? '', modes);
    if (strike?.mode === 'fail-before') return failed;
    if (strike?.mode === 'throttle') return throttled;
    if (strike?.mode === 'delay') await wait((strike.delaySeconds ?? defaultDelaySeconds) * 1000);
    if (strike?.mode === 'duplicate') await invoke(functionArn, payload, cause);
    const answer = await invoke(functionArn, payload, cause);
    return strike?.mode === 'apply-then-fail' ? failed : answer;
  };
}
