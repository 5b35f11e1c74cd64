import type { Ask, JsonObject, StandIn } from '../../model.ts';
import { attendeeOperations } from './attendees.ts';
import { capabilityOperations } from './capability-updates.ts';
import type { Desk } from './desk.ts';
import { meetingOperations } from './meetings.ts';
import { refusal } from './reading.ts';
import { routeRequest } from './routes.ts';
import { createThrottle } from './throttle.ts';
import { transcriptionOperations } from './transcription.ts';

const operations = { ...meetingOperations, ...attendeeOperations, ...capabilityOperations, ...transcriptionOperations };

/** The meetings API as the unmodified SDK client calls it. Calls we do not keep are named and refused with 501. */
export function createControlPlane(desk: Desk): StandIn {
  const throttle = createThrottle(desk.studio.clock, desk.studio.limits);
  return {
    service: 'chime',
    protocol: 'rest-json',
    route: routeRequest,
    asks: (operation, input) => [askFor(desk, operation, input)],
    async perform({ operation, input, cause }) {
      const run = operations[operation];
      if (run === undefined) {
        throw refusal(501, 'NotImplementedException', `The local cloud does not keep chime:${operation}`);
      }
      throttle(operation);
      return run(desk, input, cause);
    },
  };
}

function askFor(desk: Desk, operation: string, input: JsonObject): Ask {
  const id = input['MeetingId'];
  // Meetings are global in arns of the service authorization reference: no region.
  const resource = typeof id === 'string' ? `arn:aws:chime::${desk.accountId}:meeting/${id}` : '*';
  return { action: `chime:${operation}`, resource };
}
