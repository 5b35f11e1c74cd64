import {
  StartMeetingTranscriptionCommand,
  StopMeetingTranscriptionCommand,
  type TranscribeLanguageCode,
} from '@aws-sdk/client-chime-sdk-meetings';
import type { Decision } from '../domain/refusal.ts';
import { attempt, audioClientOf, unlessGone } from './audio.ts';
import type { Wiring } from './wiring.ts';

/**
 * Transcription of a meeting by the media service; lines come to everybody in it and in its replicas as data messages. 10
 * requests/s with burst 20 per operation. The account needs the service-linked role of Chime's transcription.
 */
export const captionsAudio = (wiring: Wiring) => {
  const client = audioClientOf(wiring);
  return {
    /** Starting again what runs only sets its language anew; nothing happens to a meeting that is over. */
    start: (meetingId: string, languageCode: TranscribeLanguageCode): Promise<Decision<undefined>> =>
      attempt(async () => {
        // Not every media region has the transcription service: `auto` takes the nearest one.
        const EngineTranscribeSettings = { LanguageCode: languageCode, Region: 'auto' as const };
        const TranscriptionConfiguration = { EngineTranscribeSettings };
        const input = { MeetingId: meetingId, TranscriptionConfiguration };
        await unlessGone(client.send(new StartMeetingTranscriptionCommand(input)));
        return undefined;
      }),

    /** Stopping what does not run is no error. */
    stop: (meetingId: string): Promise<Decision<undefined>> =>
      attempt(async () => {
        await unlessGone(unlessIdle(client.send(new StopMeetingTranscriptionCommand({ MeetingId: meetingId }))));
        return undefined;
      }),
  };
};

/** The service lists this exception for the call and does not say when it comes: there can be no other reason. */
async function unlessIdle<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && error.name === 'UnprocessableEntityException') return undefined;
    throw error;
  }
}
