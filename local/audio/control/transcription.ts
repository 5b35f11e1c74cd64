import type { Cause, JsonObject } from '../../model.ts';
import type { Meeting, Transcription } from '../model.ts';
import { announceTranscription } from '../signalling/transcripts.ts';
import type { Studio } from '../studio.ts';
import type { Operation } from './desk.ts';
import { findMeeting } from './meetings.ts';
import { asObject, badRequest, readChoice, readObject, refusal, refuseOthers } from './reading.ts';

// `TranscribeLanguageCode` and `TranscribeRegion` of the API, without the regions of another partition.
const languages = 'en-US en-GB es-US fr-CA fr-FR en-AU it-IT de-DE pt-BR ja-JP ko-KR zh-CN th-TH hi-IN'.split(' ');
const regions = (
  'us-east-2 us-east-1 us-west-2 ap-northeast-2 ap-southeast-2 ap-northeast-1 ca-central-1 eu-central-1 eu-west-1 ' +
  'eu-west-2 sa-east-1 auto'
).split(' ');

const startTranscription: Operation = ({ studio }, input, cause) => {
  refuseOthers(input, ['MeetingId', 'TranscriptionConfiguration'], 'StartMeetingTranscription');
  const meeting = findPrimary(studio, input);
  const configuration = readObject(input, 'TranscriptionConfiguration');
  // Starting what runs changes its configuration: the service then says once more that it has started.
  meeting.transcription = { ...readSettings(configuration, meeting), configuration: JSON.stringify(configuration) };
  tell(studio, meeting, 'Started', meeting.transcription, cause);
  return { body: {} };
};

const stopTranscription: Operation = ({ studio }, input, cause) => {
  refuseOthers(input, ['MeetingId'], 'StopMeetingTranscription');
  const meeting = findPrimary(studio, input);
  const { transcription } = meeting;
  meeting.transcription = undefined;
  if (transcription !== undefined) tell(studio, meeting, 'Stopped', transcription, cause);
  return { body: {} };
};

export const transcriptionOperations: Readonly<Record<string, Operation>> = {
  StartMeetingTranscription: startTranscription,
  StopMeetingTranscription: stopTranscription,
};

function tell(studio: Studio, meeting: Meeting, news: 'Started' | 'Stopped', told: Transcription, cause: Cause): void {
  studio.feed.transcription(`Transcription${news}`, meeting, told, cause);
  announceTranscription(studio, meeting, news === 'Started' ? 'STARTED' : 'STOPPED', told);
}

// What the service says of a replica is not documented: its sound is the primary's, so the call is taken for a mistake.
function findPrimary(studio: Studio, input: JsonObject): Meeting {
  const meeting = findMeeting(studio, input);
  if (meeting.primary !== undefined) throw badRequest('MeetingId is a replica; its primary is transcribed');
  return meeting;
}

function readSettings(configuration: JsonObject, meeting: Meeting) {
  refuseOthers(configuration, ['EngineTranscribeSettings'], 'TranscriptionConfiguration');
  const settings = asObject(configuration['EngineTranscribeSettings']);
  if (settings === undefined) throw badRequest('TranscriptionConfiguration must have EngineTranscribeSettings');
  refuseOthers(settings, ['LanguageCode', 'Region'], 'EngineTranscribeSettings');
  const languageCode = readChoice(settings['LanguageCode'], 'EngineTranscribeSettings.LanguageCode', languages);
  if (settings['Region'] !== undefined) readChoice(settings['Region'], 'EngineTranscribeSettings.Region', regions);
  const wished = String(settings['Region'] ?? meeting.mediaRegion);
  if (wished === 'auto') return { languageCode, region: nearest(meeting.mediaRegion) };
  // The service would take the call, and tell afterwards that it failed.
  if (!regions.includes(wished))
    throw refusal(501, 'NotImplementedException', `The local cloud transcribes nothing in ${wished}`);
  return { languageCode, region: wished };
}

/** The service chooses by distance; here it is the meeting's own region, or the first. */
const nearest = (mediaRegion: string): string => (regions.includes(mediaRegion) ? mediaRegion : 'us-east-1');
