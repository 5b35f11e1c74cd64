import {
  type AudioVideoObserver,
  ConsoleLogger,
  DefaultDeviceController,
  DefaultMeetingSession,
  LogLevel,
  MeetingSessionConfiguration,
  MeetingSessionCredentials,
  MeetingSessionStatusCode,
} from 'amazon-chime-sdk-js';
import type { Audio, Connection } from '../api/types.ts';
import type { CaptionLine } from './caption-lines.ts';
import { followCaptions } from './captions.ts';
import type { StageState } from './stay-view.ts';
import { followVoices, type Voices } from './voices.ts';

export type SeatEvents = {
  onConnected(): void;
  onReconnecting(): void;
  /** The connection is over for good. `isElsewhere`: the same seat was taken from another tab or device. */
  onStopped(stop: { readonly isElsewhere: boolean }): void;
  onStage(stage: StageState): void;
  onVoices(voices: Voices): void;
  onCaptions(lines: readonly CaptionLine[]): void;
  onMuted(isMuted: boolean): void;
  /** The browser wants a click before it plays. */
  onSoundBlocked(): void;
};

/** One connection to the sound of a room. */
export type Seat = {
  /** Goes on stage with this credential, and again after every reconnect. */
  promote(stage: Connection): Promise<void>;
  /** Goes from the stage, if the media service has not said so already. */
  demote(): void;
  speakInto(microphone: MediaStream): Promise<void>;
  setMuted(isMuted: boolean): void;
  stop(): void;
};

const promotionTries = 3;
const pauseBetweenTriesMilliseconds = 1000;

/** Connects and begins to play into `sound`. Muted, whoever it is: one speaks by choice. */
export function openSeat(audio: Audio, sound: HTMLAudioElement, events: SeatEvents): Seat {
  const logger = new ConsoleLogger('rostrum', LogLevel.OFF);
  const configuration = new MeetingSessionConfiguration(audio.meeting, audio.attendee);
  const { audioVideo } = new DefaultMeetingSession(configuration, logger, new DefaultDeviceController(logger));
  let stage = audio.kind === 'audience' ? audio.stage : undefined;
  let isStopped = false;
  const promote = async (): Promise<void> => {
    events.onStage('coming');
    for (let tries = 0; stage && !isStopped && tries < promotionTries; tries += 1) {
      const status = await audioVideo.promoteToPrimaryMeeting(toCredentials(stage));
      if (status.statusCode() === MeetingSessionStatusCode.OK) return events.onStage('on');
      await new Promise((go) => setTimeout(go, pauseBetweenTriesMilliseconds));
    }
    events.onStage('off');
  };
  const stopFollowing = followVoices(audioVideo, events.onVoices);
  followCaptions(audioVideo, events.onCaptions);
  const observer: AudioVideoObserver = {
    audioVideoDidStart() {
      if (audio.kind === 'stage') events.onStage('on');
      else if (stage) void promote();
      events.onConnected();
      sound.play().catch(events.onSoundBlocked);
    },
    audioVideoDidStartConnecting: (isReconnecting) => isReconnecting && events.onReconnecting(),
    audioVideoWasDemotedFromPrimaryMeeting(status) {
      // After a lost connection the client promotes again; one who was taken off the stage does not.
      if (status.statusCode() === MeetingSessionStatusCode.AudioVideoWasRemovedFromPrimaryMeeting) stage = undefined;
      events.onStage(stage ? 'coming' : 'off');
    },
    audioVideoDidStop(status) {
      stopFollowing();
      if (isStopped) return;
      isStopped = true;
      const isElsewhere = status.statusCode() === MeetingSessionStatusCode.AudioJoinedFromAnotherDevice;
      events.onStopped({ isElsewhere });
    },
  };
  audioVideo.addObserver(observer);
  audioVideo.realtimeSubscribeToMuteAndUnmuteLocalAudio(events.onMuted);
  audioVideo.realtimeMuteLocalAudio();
  // Rejects where the browser lets nobody choose a loudspeaker; the default one plays all the same.
  audioVideo.bindAudioElement(sound).catch(() => undefined);
  audioVideo.start();
  return {
    promote(connection) {
      stage = connection;
      return promote();
    },
    demote() {
      if (audio.kind !== 'audience' || !stage) return;
      stage = undefined;
      audioVideo.demoteFromPrimaryMeeting();
    },
    speakInto: async (microphone) => void (await audioVideo.startAudioInput(microphone)),
    setMuted: (isMuted) => void (isMuted ? audioVideo.realtimeMuteLocalAudio() : audioVideo.realtimeUnmuteLocalAudio()),
    stop() {
      isStopped = true;
      stopFollowing();
      void audioVideo.stopAudioInput();
      audioVideo.unbindAudioElement();
      audioVideo.stop();
    },
  };
}

function toCredentials({ attendee }: Connection): MeetingSessionCredentials {
  const credentials = new MeetingSessionCredentials();
  credentials.attendeeId = attendee.AttendeeId;
  credentials.externalUserId = attendee.ExternalUserId;
  credentials.joinToken = attendee.JoinToken;
  return credentials;
}
