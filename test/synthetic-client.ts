import type { CaptionLine } from './synthetic-client/captions.ts';
import type { Ending } from './synthetic-client/ending.ts';
import type { RosterEntry } from './synthetic-client/roster.ts';
import { type Credentials, frames, type Pass } from './synthetic-client/session.ts';
import {
  askForStage,
  finish,
  type JoinOptions,
  type Message,
  type Stay,
  send,
  startStay,
} from './synthetic-client/stay.ts';
import { amplitudeAt, rootMeanSquare } from './synthetic-client/tone.ts';

/** A participant without a browser: WebRTC and the real signalling protocol, a tone for a voice and Goertzel for an ear. */
export type SyntheticClient = Hearing & {
  /** Milliseconds from opening the socket to sound. */
  readonly joinMilliseconds: number;
  /** Sends a tone from now on; 0 is a silent microphone, undefined sends nothing. */
  play(hertz: number | undefined): void;
  mute(): void;
  unmute(): void;
  /** Whether the primary meeting took the credentials. */
  promote(credentials: Credentials): Promise<boolean>;
  demote(): void;
  /** How often the service took its voice on stage away. */
  demotions(): number;
  /** Who is in the room, as this client was told. */
  roster(): readonly RosterEntry[];
  say(topic: string, text: string): void;
  messages(): readonly Message[];
  /** Captions so far, and whether the service says that more may come. */
  captions(): readonly CaptionLine[];
  isCaptioned(): boolean;
  /** Cuts the socket as a broken network would; the client comes back by itself unless told otherwise. */
  dropSocket(): void;
  reconnections(): number;
  leave(): void;
  /** How the stay ended, in the browser client's words, e.g. `MeetingEnded`. */
  readonly ended: Promise<Ending>;
};

type Hearing = {
  /** Amplitude (0 to 1) of a frequency in what came during the last milliseconds; its own tones have 0.3. */
  hears(hertz: number, milliseconds?: number): number;
  /** Root mean square (0 to 1) of the same. */
  loudness(milliseconds?: number): number;
  /** Packets that came in the last milliseconds; 50 a second, also in silence. */
  packets(milliseconds: number): number;
  /** Resolves with the milliseconds waited, rejects after `timeoutMilliseconds`. */
  waitToHear(hertz: number, timeoutMilliseconds?: number): Promise<number>;
  /** Resolves when the frequency has been gone for a whole window of 200 ms. */
  waitForSilence(hertz: number, timeoutMilliseconds?: number): Promise<number>;
};

/** Joins with what the meetings API answered. Resolves when sound is up; rejects with the ending when refused. */
export async function joinAudio(pass: Pass, options: JoinOptions = {}): Promise<SyntheticClient> {
  const startedAt = performance.now();
  const stay = startStay(pass, options);
  await stay.connected.promise;
  return {
    joinMilliseconds: performance.now() - startedAt,
    ...hearingOf(stay),
    play: stay.mouth.play,
    mute: () => setMuted(stay, true),
    unmute: () => setMuted(stay, false),
    promote: (credentials) => promote(stay, credentials),
    demote: () => send(stay, { type: frames.PRIMARY_MEETING_LEAVE, primaryMeetingLeave: {} }),
    demotions: () => stay.demotions,
    roster: stay.roster.entries,
    say: (topic, text) => say(stay, topic, text),
    messages: () => stay.messages,
    captions: stay.captions.lines,
    isCaptioned: stay.captions.isRunning,
    dropSocket: () => stay.session?.cut(),
    reconnections: () => stay.connections - 1,
    leave() {
      send(stay, { type: frames.LEAVE, leave: {} });
      finish(stay, 'Left');
      stay.session?.close();
    },
    ended: stay.ended.promise,
  };
}

/** Polls every 20 ms; resolves with the milliseconds waited, rejects naming the wish. */
export async function waitUntil(isTrue: () => boolean, wish: string, timeoutMilliseconds = 8000): Promise<number> {
  const startedAt = performance.now();
  while (!isTrue()) {
    if (performance.now() - startedAt > timeoutMilliseconds) throw new Error(`waited in vain ${wish}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return performance.now() - startedAt;
}

function hearingOf({ ear }: Stay): Hearing {
  const hears = (hertz: number, milliseconds = 200) => amplitudeAt(hertz, ear.samples(milliseconds));
  return {
    hears,
    loudness: (milliseconds = 200) => rootMeanSquare(ear.samples(milliseconds)),
    packets: ear.packets,
    waitToHear: (hertz, timeout) => waitUntil(() => hears(hertz, 100) > 0.1, `to hear ${hertz} Hz`, timeout),
    waitForSilence: (hertz, timeout) => waitUntil(() => hears(hertz) < 0.05, `for ${hertz} Hz to stop`, timeout),
  };
}

function setMuted(stay: Stay, isMuted: boolean): void {
  stay.isMuted = isMuted;
  send(stay, { type: frames.AUDIO_CONTROL, audioControl: { muted: isMuted } });
}

function promote(stay: Stay, credentials: Credentials): Promise<boolean> {
  const reply = new Promise<boolean>((resolve) => stay.promotions.push(resolve));
  askForStage(stay, credentials);
  return reply;
}

function say(stay: Stay, topic: string, text: string): void {
  const message = { topic, data: Buffer.from(text), lifetimeMs: 0 };
  send(stay, { type: frames.DATA_MESSAGE, dataMessage: { messages: [message] } });
}
