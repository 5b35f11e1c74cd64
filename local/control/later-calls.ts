import type { Call } from './exchange.ts';
import { ControlRefusal } from './exchange.ts';

function later(method: Call['method'], path: string, part: string): Call {
  return {
    method,
    path,
    run() {
      throw new ControlRefusal(501, 'not_available_yet', `${method} ${path} comes with ${part}`);
    },
  };
}

/** The places of what later parts of the local cloud will answer. */
export const laterCalls: readonly Call[] = [
  later('GET', '/local/mail', 'issue 6, scheduling and reminders'),
  later('GET', '/local/pushes', 'issue 6, scheduling and reminders'),
];
