import type { Cause, Clock, EmitEvent, Faults, JsonObject } from '../model.ts';
import type { Attendee, Meeting, Transcription } from './model.ts';

export type MeetingEvent = 'MeetingStarted' | 'MeetingEnded';
export type TranscriptionEvent = 'TranscriptionStarted' | 'TranscriptionStopped';
export type SeatEvent = 'AttendeeAdded' | 'AttendeeDeleted' | 'AttendeeAuthorized';
export type AudioEvent = 'AttendeeJoined' | 'AttendeeLeft' | 'AttendeeDropped';

/** Tells the bus what happened, in the service's words; as there, delivery is best effort when faults say so. */
export type EventFeed = {
  meeting(event: MeetingEvent, meeting: Meeting, cause?: Cause): void;
  transcription(event: TranscriptionEvent, meeting: Meeting, transcription: Transcription, cause?: Cause): void;
  attendee(event: SeatEvent | AudioEvent, attendee: Attendee, cause?: Cause): void;
};

/** How late a delayed event comes, and how long a reordered one waits at most for another to overtake it; virtual. */
const lateMilliseconds = 30_000;

const audioEvents: readonly string[] = ['AttendeeJoined', 'AttendeeLeft', 'AttendeeDropped'];

export function createEventFeed(clock: Clock, emit: EmitEvent, faults: Faults | undefined): EventFeed {
  const send = throughFaults(clock, emit, faults);
  return {
    meeting(event, meeting, cause) {
      const timestamp = stamp(meeting, clock.now());
      send({ ...meetingDetail(event, timestamp, meeting), externalMeetingId: meeting.externalId }, cause);
    },
    transcription(event, meeting, { region, configuration }, cause) {
      const facts = { externalMeetingId: meeting.externalId, transcriptionRegion: region };
      const detail = meetingDetail(event, stamp(meeting, clock.now()), meeting);
      send({ ...detail, ...facts, transcriptionConfiguration: configuration }, cause);
    },
    attendee(event, attendee, cause) {
      const timestamp = stamp(attendee, clock.now());
      send(
        {
          ...meetingDetail(event, timestamp, attendee.meeting),
          attendeeId: attendee.id,
          externalUserId: attendee.externalUserId,
          ...(audioEvents.includes(event) ? { networkType: 'Voip' } : {}),
        },
        cause,
      );
    },
  };
}

// Consumers tell events of one attendee apart by their millisecond, so no two may share one.
function stamp(subject: { lastEventAt: number }, now: number): number {
  subject.lastEventAt = Math.max(now, subject.lastEventAt + 1);
  return subject.lastEventAt;
}

type Detail = JsonObject & { readonly eventType: string; readonly timestamp: number };

function meetingDetail(event: string, timestamp: number, meeting: Meeting): Detail {
  return {
    version: '0',
    eventType: `chime:${event}`,
    timestamp,
    meetingId: meeting.id,
    mediaRegion: meeting.mediaRegion,
  };
}

function throughFaults(clock: Clock, emit: EmitEvent, faults: Faults | undefined) {
  let overtaken: (() => void) | undefined;
  return (detail: Detail, cause: Cause | undefined): void => {
    const put = () =>
      emit({ source: 'aws.chime', detailType: 'Chime Meeting State Change', detail, at: detail.timestamp }, cause);
    const mode = faults?.take('chime', detail.eventType, ['duplicate', 'delay', 'drop', 'reorder']);
    const isHeldBack = mode === 'reorder' && overtaken === undefined;
    if (isHeldBack) overtaken = put;
    else if (mode === 'delay') clock.at(clock.now() + lateMilliseconds, `late ${detail.eventType}`, put);
    else if (mode !== 'drop') put();
    if (mode === 'duplicate') put();
    if (isHeldBack) clock.at(clock.now() + lateMilliseconds, `overtaken ${detail.eventType}`, release);
    else release();
  };

  function release(): void {
    const put = overtaken;
    overtaken = undefined;
    put?.();
  }
}
