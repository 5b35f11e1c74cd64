import type { Clock, EmitEvent, JsonObject, Keeping } from '../model.ts';

type Options = { readonly keeping: Keeping; readonly clock: Pick<Clock, 'now'>; readonly emit: EmitEvent };

const nameOf = (detail: JsonObject): string => String(detail['eventType']).replace('chime:', '');
const ofMeeting = (detail: JsonObject): string => `meeting ${String(detail['meetingId'])}`;
const ofAttendee = (detail: JsonObject): string => `attendee ${String(detail['attendeeId'])}`;

/**
 * Meetings are live sockets and end with the process. What began and has not ended is kept, and after a restart the bus is
 * told as the service would have told it: those inside were dropped, then their meetings ended.
 */
export function followMeetings({ keeping, clock, emit }: Options): EmitEvent {
  const open = keeping.shelf<JsonObject>('meetings');
  const end = (eventType: string, detail: JsonObject): void => {
    const timestamp = clock.now();
    emit({
      source: 'aws.chime',
      detailType: 'Chime Meeting State Change',
      detail: { ...detail, eventType: `chime:${eventType}`, timestamp },
      at: timestamp,
    });
  };
  const before = open.entries();
  for (const [key, detail] of before) if (key.startsWith('attendee ')) end('AttendeeDropped', detail);
  for (const [key, detail] of before) if (key.startsWith('meeting ')) end('MeetingEnded', detail);
  for (const [key] of before) open.remove(key);
  return (entry, cause) => {
    const { detail } = entry;
    const name = nameOf(detail);
    if (name === 'MeetingStarted') open.put(ofMeeting(detail), detail);
    else if (name === 'MeetingEnded') open.remove(ofMeeting(detail));
    else if (name === 'AttendeeJoined') open.put(ofAttendee(detail), detail);
    else if (name === 'AttendeeLeft' || name === 'AttendeeDropped') open.remove(ofAttendee(detail));
    emit(entry, cause);
  };
}
