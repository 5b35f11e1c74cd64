import { randomUUID } from 'node:crypto';
import protocol, {
  type ISdkTranscriptEvent,
  type ISdkTranscriptItem,
} from 'amazon-chime-sdk-js/build/signalingprotocol/SignalingProtocol.js';
import type { Attendee, Connection, Meeting, Transcription } from '../model.ts';
import { homeOf, isHeard, speaksAs } from '../sound/floor.ts';
import type { Studio } from '../studio.ts';
import { frameTypes } from './frames.ts';
import { broadcast } from './sending.ts';

/** Its colons keep it apart from the topics that clients may send. */
const topic = 'aws:chime:transcription';
const millisecondsPerWord = 300;
const itemTypes = protocol.SdkTranscriptItem.Type;

/** Everybody who hears the meeting is told that lines begin or end to come. */
export function announceTranscription(
  studio: Studio,
  meeting: Meeting,
  type: 'STARTED' | 'STOPPED',
  { region, configuration }: Transcription,
): void {
  const status = {
    type: protocol.SdkTranscriptionStatus.Type[type],
    eventTime: studio.clock.now(),
    transcriptionRegion: region,
    transcriptionConfiguration: configuration,
  };
  send(studio, meeting, { status });
}

/**
 * Somebody says words, which the microphones of tests cannot: while the meeting is transcribed and the person is heard, its
 * line goes to everybody who hears them, first in part, then whole. False when nothing was written down.
 */
export function transcribe(studio: Studio, connection: Connection, text: string): boolean {
  const meeting = homeOf(connection.meeting);
  if (meeting.transcription === undefined || !isHeard(connection)) return false;
  const words = text.split(/\s+/).filter((word) => word !== '');
  const attendee = speaksAs(connection);
  const resultId = randomUUID();
  const startTime = studio.clock.now();
  const line = (said: readonly string[], isPartial: boolean): ISdkTranscriptEvent => {
    const items = said.map((word, at) => itemOf(attendee, word, startTime + at * millisecondsPerWord));
    const endTime = startTime + said.length * millisecondsPerWord;
    const alternatives = [{ transcript: said.join(' '), items, entities: [] }];
    return { transcript: { results: [{ resultId, channelId: 'ch_0', isPartial, startTime, endTime, alternatives }] } };
  };
  if (words.length > 1) send(studio, meeting, line(words.slice(0, Math.ceil(words.length / 2)), true));
  if (words.length > 0) send(studio, meeting, line(words, false));
  return words.length > 0;
}

const itemOf = ({ id, externalUserId }: Attendee, content: string, startTime: number): ISdkTranscriptItem => ({
  content,
  startTime,
  endTime: startTime + millisecondsPerWord,
  speakerAttendeeId: id,
  speakerExternalUserId: externalUserId,
  type: itemTypes.PRONUNCIATION,
});

function send(studio: Studio, primary: Meeting, event: ISdkTranscriptEvent): void {
  const data = protocol.SdkTranscriptFrame.encode({ events: [event] }).finish();
  const message = { topic, data, lifetimeMs: 0, ingestTimeNs: studio.clock.now() * 1e6 };
  broadcast(primary, { type: frameTypes.DATA_MESSAGE, dataMessage: { messages: [message] } }, studio.clock);
}
