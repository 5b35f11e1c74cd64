import type { StreamRecord } from '../../../local/tables/store/stream-records.ts';
import type { PassingCall } from '../machine/wire.ts';
import { readText, type SeenRoom, toItem, toSeenRoom } from './seen.ts';

/**
 * Calls to the media service that came long after the decision they carry out, and after the repair of the stage that the
 * decision had ordered. Whoever made the call looks at the room again; when that fails as well, nobody else does.
 */
export type LateCalls = {
  rooms(records: readonly StreamRecord[]): void;
  passing(call: PassingCall): void;
  /** Meetings in which such a call had its effect. */
  readonly meetings: ReadonlySet<string>;
};

const longMilliseconds = 1_000;

export function createLateCalls(now: () => number): LateCalls {
  const meetings = new Set<string>();
  const decided = new Map<string, { readonly wishes: string; readonly at: number }>();
  return {
    meetings,
    rooms(records) {
      for (const { dynamodb } of records) {
        const item = readText(dynamodb.Keys['sk']) === 'META' ? toItem(dynamodb.NewImage) : undefined;
        const room = item && toSeenRoom(item);
        const wishes = room && wishesOf(room);
        if (room?.meeting && wishes && decided.get(room.meeting.id)?.wishes !== wishes)
          decided.set(room.meeting.id, { wishes, at: now() });
      }
    },
    passing({ execution, operation, input }) {
      const isOfRequest = ['mutePerson', 'muteAll', 'handOver'].includes(execution);
      const meetingId = String(input['MeetingId']);
      const since = decided.get(meetingId)?.at ?? now();
      if (isOfRequest && operation.includes('Capabilities') && now() - since > longMilliseconds)
        meetings.add(meetingId);
    },
  };
}

const wishesOf = ({ stage = [], isMutedAll }: SeenRoom): string =>
  JSON.stringify([isMutedAll, stage.map(({ attendeeId, role, isMuted }) => [attendeeId, role, isMuted])]);
