import type { Api } from '../api/api.ts';
import { ApiError, wordsFor } from '../api/http.ts';
import type { Audio, Grant } from '../api/types.ts';
import { createStore, type Store, type Watched } from '../page/store.ts';
import type { RealtimeGrant } from '../realtime/grant.ts';
import { closeMicrophone, openMicrophone } from './microphone.ts';
import type { Seat, SeatEvents } from './seat.ts';
import { arriving, type StayView, silence } from './stay-view.ts';
import { isPassing, untilLet } from './until-let.ts';

/** A person's presence in a room, across lost connections and renewed meetings. */
export type Stay = {
  readonly view: Store<StayView>;
  /** What the person was last let in with. */
  readonly grant: Watched<Grant | undefined>;
  /** Enters, also again after `elsewhere` or `refused`. A grant at hand spares the first call. Never throws. */
  enter(grant?: Grant): Promise<void>;
  /** Goes on stage, muted, with the credential that came along with the news of it. */
  comeUp(audio: Audio): Promise<void>;
  /** Off the stage: silent at once. */
  goDown(): void;
  /** Out of the room for good. */
  remove(): void;
  /** Fetches the stage credential of somebody whom a host has put on stage, and promotes. Throws ApiError. */
  takeStage(): Promise<void>;
  /** Another token for realtime; undefined when the person is not inside here. Throws what passes by itself. */
  renew(): Promise<RealtimeGrant | undefined>;
  /** Opens the microphone if need be. */
  unmute(): Promise<void>;
  mute(): void;
  /** Captions of the room, on or off. Throws ApiError. */
  setCaptions(isOn: boolean): Promise<void>;
  /** Whether what this person says on stage may be captioned. Throws ApiError. */
  agreeToCaptions(isGiven: boolean): Promise<void>;
  /** Plays after a click, where the browser asked for one. */
  play(): Promise<void>;
  /** Says goodbye and falls silent. Never throws. */
  leave(): Promise<void>;
  /** The room was ended from this page. */
  close(): void;
};

export type StayApi = Pick<Api, 'room' | 'join' | 'leave' | 'setCaptions' | 'agreeToCaptions'>;
export type StayParts = { readonly api: StayApi; readonly roomId: string; readonly sound: HTMLAudioElement };

type Inside = StayParts & {
  readonly view: Store<StayView>;
  readonly grant: Store<Grant | undefined>;
  seat?: Seat | undefined;
  microphone?: MediaStream | undefined;
  descent?: ReturnType<typeof setTimeout>;
  /** Connections lost in a row. */
  losses: number;
};

/** A renewed meeting calls a whole crowd back: everybody waits a little, each for another while. */
const crowdMilliseconds = 2000;
const mostLossesCounted = 8;
const overCodes = ['room_not_live', 'room_already_ended'];

export function createStay(parts: StayParts): Stay {
  const stay: Inside = {
    ...parts,
    view: createStore(arriving),
    grant: createStore<Grant | undefined>(undefined),
    losses: 0,
  };
  const { api, roomId, view } = stay;
  return {
    view,
    grant: stay.grant,
    enter: (grant) => enter(stay, grant),
    async takeStage() {
      const grant = await api.join(roomId);
      const { audio } = grant;
      take(stay, grant);
      await goUp(stay, audio, grant);
    },
    comeUp: (audio) => goUp(stay, audio),
    goDown: () => goDown(stay),
    remove: () => fallSilent(stay, { phase: 'removed' }),
    renew: () => renew(stay),
    async unmute() {
      if (!stay.microphone?.active) await speak(stay);
      if (view.get().microphone === 'on') stay.seat?.setMuted(false);
    },
    mute: () => stay.seat?.setMuted(true),
    setCaptions: (isOn) => api.setCaptions(roomId, isOn),
    agreeToCaptions: (isGiven) => api.agreeToCaptions(roomId, isGiven),
    async play() {
      await stay.sound.play().catch(() => undefined);
      show(stay, { isSoundBlocked: stay.sound.paused });
    },
    async leave() {
      const wasIn = stay.seat !== undefined || ['joining', 'reconnecting'].includes(view.get().phase);
      fallSilent(stay, { phase: 'left' });
      if (wasIn) await api.leave(roomId).catch(() => undefined);
    },
    close: () => fallSilent(stay, { phase: 'over' }),
  };
}

const show = ({ view }: Inside, change: Partial<StayView>): void => view.set({ ...view.get(), ...change });

function take(stay: Inside, grant: Grant): void {
  stay.grant.set(grant);
  show(stay, { role: grant.role });
}

/** Joins again, which changes nothing for who is inside. Elsewhere or outside it would bring the person back. */
async function renew(stay: Inside): Promise<RealtimeGrant | undefined> {
  if (!['joining', 'connected', 'reconnecting'].includes(stay.view.get().phase)) return undefined;
  try {
    return (await stay.api.join(stay.roomId)).realtime;
  } catch (error) {
    if (isPassing(error)) throw error;
    return undefined;
  }
}

const isDone = ({ view }: Inside): boolean => ['left', 'over', 'removed'].includes(view.get().phase);

/** Whoever opened the room has a seat in its first meeting: back on stage they sit there again. */
async function goUp(stay: Inside, audio: Audio, grant?: Grant): Promise<void> {
  if (!stay.seat || stay.view.get().stage !== 'off') return;
  clearTimeout(stay.descent);
  stay.seat.setMuted(true);
  if (audio.kind === 'audience') {
    if (audio.stage) await stay.seat.promote(audio.stage);
    return;
  }
  stay.seat.stop();
  await enter(stay, grant);
}

/** The media service drops who is taken off the stage by itself; a page that it has not told does so now. */
const graceMilliseconds = 1500;

function goDown(stay: Inside): void {
  const { seat } = stay;
  show(stay, { role: 'listener' });
  seat?.setMuted(true);
  clearTimeout(stay.descent);
  stay.descent = setTimeout(() => stay.seat === seat && seat?.demote(), graceMilliseconds);
}

/** Off the stage nobody's microphone stays open. */
function hush(stay: Inside): void {
  stay.seat?.setMuted(true);
  closeMicrophone(stay.microphone);
  stay.microphone = undefined;
  show(stay, { microphone: 'off' });
}

function fallSilent(stay: Inside, change: Partial<StayView>): void {
  hush(stay);
  stay.seat?.stop();
  stay.seat = undefined;
  show(stay, { ...silence, ...change });
}

async function enter(stay: Inside, given?: Grant): Promise<void> {
  const { api, roomId, sound, view } = stay;
  const { phase, isMuted } = view.get();
  show(stay, { phase: phase === 'reconnecting' ? phase : 'joining', words: '' });
  const waiting = { isGone: () => isDone(stay), onWait: (words: string) => show(stay, { words }) };
  try {
    const [{ openSeat }, grant] = await Promise.all([
      import('./seat.ts'),
      given ?? untilLet(() => api.join(roomId), waiting),
    ]);
    if (isDone(stay) || !grant) return;
    take(stay, grant);
    // Whoever was on stage, and comes back when they are not any more.
    if (grant.audio.kind === 'audience' && !grant.audio.stage) {
      hush(stay);
      show(stay, { stage: 'off' });
    }
    stay.seat = openSeat(grant.audio, sound, eventsFor(stay));
    if (stay.microphone) await stay.seat.speakInto(stay.microphone);
    // Whoever spoke when the meeting was renewed goes on speaking.
    if (stay.microphone && !isMuted) stay.seat.setMuted(false);
  } catch (error) {
    if (isDone(stay)) return;
    const isOver = error instanceof ApiError && overCodes.includes(error.code);
    fallSilent(stay, isOver ? { phase: 'over' } : { phase: 'refused', words: wordsFor(error) });
  }
}

const eventsFor = (stay: Inside): SeatEvents => ({
  onConnected() {
    stay.losses = 0;
    show(stay, { phase: 'connected', words: '' });
  },
  onReconnecting: () => show(stay, { phase: 'reconnecting' }),
  onStopped({ isElsewhere }) {
    stay.seat = undefined;
    if (isElsewhere) fallSilent(stay, { phase: 'elsewhere' });
    else void recover(stay);
  },
  onStage(stage) {
    show(stay, { stage });
    if (stage === 'on' && stay.view.get().microphone === 'off') void speak(stay);
    if (stage === 'off') hush(stay);
  },
  onVoices: (voices) => show(stay, { voices }),
  onCaptions: (captions) => show(stay, { captions }),
  onMuted: (isMuted) => show(stay, { isMuted }),
  onSoundBlocked: () => show(stay, { isSoundBlocked: true }),
});

/** A meeting may end while its room goes on: then there is another meeting to join. */
async function recover(stay: Inside): Promise<void> {
  stay.losses = Math.min(stay.losses + 1, mostLossesCounted);
  show(stay, { phase: 'reconnecting' });
  const room = await stay.api.room(stay.roomId).catch(() => undefined);
  if (isDone(stay)) return;
  if (room && room.status !== 'live') return fallSilent(stay, { phase: 'over' });
  await new Promise((go) => setTimeout(go, Math.random() * crowdMilliseconds * stay.losses));
  if (!isDone(stay)) await enter(stay);
}

/** Opens the microphone; nothing is heard of it before somebody unmutes. */
async function speak(stay: Inside): Promise<void> {
  show(stay, { microphone: 'asking' });
  const opened = await openMicrophone();
  if (typeof opened === 'string') return show(stay, { microphone: opened });
  if (!stay.seat || stay.view.get().stage === 'off') return closeMicrophone(opened);
  stay.microphone = opened;
  opened.getAudioTracks()[0]?.addEventListener('ended', () => show(stay, { microphone: 'missing', isMuted: true }));
  await stay.seat.speakInto(opened);
  show(stay, { microphone: 'on' });
}
