import type { ISdkDataMessagePayload } from 'amazon-chime-sdk-js/build/signalingprotocol/SignalingProtocol.js';
import { TranscriptEventConverter } from 'amazon-chime-sdk-js/build/transcript/TranscriptEvent.js';

/** A line as the browser client hands it to a page. */
export type CaptionLine = {
  readonly text: string;
  readonly isPartial: boolean;
  readonly attendeeId: string;
  readonly externalUserId: string;
};

export type Captions = {
  take(message: ISdkDataMessagePayload): void;
  lines(): readonly CaptionLine[];
  isRunning(): boolean;
};

/** Reads captions with the browser client's own, unmodified converter; other messages are passed over. */
export function createCaptions(): Captions {
  const lines: CaptionLine[] = [];
  let isRunning = false;
  return {
    take(message) {
      for (const event of eventsOf(message)) {
        if ('results' in event) lines.push(...event.results.flatMap(linesOf));
        else isRunning = event.type === 'started';
      }
    },
    lines: () => lines,
    isRunning: () => isRunning,
  };
}

const topicOfCaptions = 'aws:chime:transcription';

function eventsOf({ topic, data, senderAttendeeId, senderExternalUserId }: ISdkDataMessagePayload) {
  if (topic !== topicOfCaptions || !data) return [];
  return TranscriptEventConverter.from({
    topic,
    data,
    timestampMs: 0,
    senderAttendeeId: senderAttendeeId ?? '',
    senderExternalUserId: senderExternalUserId ?? '',
    throttled: false,
    text: () => '',
    json: () => undefined,
  });
}

type Event = ReturnType<typeof TranscriptEventConverter.from>[number];
type Result = Extract<Event, { results: unknown }>['results'][number];

const linesOf = ({ isPartial, alternatives }: Result): readonly CaptionLine[] =>
  alternatives.slice(0, 1).map(({ transcript, items }) => ({
    text: transcript,
    isPartial,
    attendeeId: items[0]?.attendee.attendeeId ?? '',
    externalUserId: items[0]?.attendee.externalUserId ?? '',
  }));
