import type { ISdkSignalFrame } from 'amazon-chime-sdk-js/build/signalingprotocol/SignalingProtocol.js';
import { type Captions, createCaptions } from './captions.ts';
import { createEar, type Ear } from './ear.ts';
import { type Ending, endingOfClose, endingOfStatus } from './ending.ts';
import { createLeg, type Leg } from './leg.ts';
import { createMouth, type Mouth } from './mouth.ts';
import { createRoster, type Roster } from './roster.ts';
import { type Credentials, frames, openSession, type Pass, type Session, type SignalFrame } from './session.ts';

export type JoinOptions = {
  /** The tone it sends; 0 is a silent microphone, undefined sends nothing. */
  readonly toneHertz?: number;
  readonly isMuted?: boolean;
  /** Connects again after a broken socket, as the browser client does. @default true */
  readonly canReconnect?: boolean;
  /** Asks to be promoted with it as soon as it is answered, as a browser does that is quicker than the service's sound. */
  readonly stage?: Credentials;
};

export type Message = { readonly topic: string; readonly text: string; readonly from: string };

/** One client's stay in a meeting, over as many connections as it takes. */
export type Stay = {
  readonly ear: Ear;
  readonly mouth: Mouth;
  readonly roster: Roster;
  readonly messages: Message[];
  readonly captions: Captions;
  /** Replies to promotions still awaited. */
  readonly promotions: ((isTaken: boolean) => void)[];
  readonly connected: PromiseWithResolvers<void>;
  readonly ended: PromiseWithResolvers<Ending>;
  readonly canReconnect: boolean;
  readonly stage: Credentials | undefined;
  isMuted: boolean;
  isOver: boolean;
  demotions: number;
  connections: number;
  /** Attempts since sound was last up. */
  attempts: number;
  session: Session | undefined;
  leg: Leg | undefined;
};

const retryMilliseconds = 100;
const mostAttempts = 5;

export function startStay(pass: Pass, options: JoinOptions): Stay {
  const stay: Stay = {
    ear: createEar(),
    mouth: createMouth((payload, sequence, time) => stay.leg?.send(payload, sequence, time), options.toneHertz),
    roster: createRoster(),
    messages: [],
    captions: createCaptions(),
    promotions: [],
    connected: Promise.withResolvers(),
    ended: Promise.withResolvers(),
    canReconnect: options.canReconnect ?? true,
    stage: options.stage,
    isMuted: options.isMuted ?? false,
    isOver: false,
    demotions: 0,
    connections: 0,
    attempts: 0,
    session: undefined,
    leg: undefined,
  };
  connect(stay, pass);
  return stay;
}

export function finish(stay: Stay, ending: Ending): void {
  if (stay.isOver) return;
  stay.isOver = true;
  stay.mouth.stop();
  stay.leg?.close();
  stay.connected.reject(new Error(ending));
  stay.ended.resolve(ending);
}

export function send(stay: Stay, frame: SignalFrame): void {
  stay.session?.send(frame);
}

export function askForStage(stay: Stay, credentials: Credentials): void {
  const { AttendeeId: attendeeId, ExternalUserId: externalUserId, JoinToken: joinToken } = credentials;
  const primaryMeetingJoin = { credentials: { attendeeId, externalUserId, joinToken } };
  send(stay, { type: frames.PRIMARY_MEETING_JOIN, primaryMeetingJoin });
}

function connect(stay: Stay, pass: Pass): void {
  if (stay.isOver) return;
  stay.attempts += 1;
  stay.leg?.close();
  stay.roster.clear();
  const leg = createLeg(stay.ear.receive);
  stay.leg = leg;
  stay.session = openSession(pass, {
    onFrame: (frame) => void receive(stay, leg, frame),
    onClose: (code) => {
      const ending = endingOfClose(code);
      if (ending !== undefined) finish(stay, ending);
      else if (!stay.canReconnect || stay.attempts >= mostAttempts) finish(stay, 'Lost');
      else setTimeout(() => connect(stay, pass), retryMilliseconds).unref();
    },
  });
}

async function receive(stay: Stay, leg: Leg, frame: ISdkSignalFrame): Promise<void> {
  if (frame.type === frames.JOIN_ACK) stay.session?.subscribe(await leg.offer(), stay.isMuted);
  if (frame.type === frames.SUBSCRIBE_ACK) {
    await leg.accept(frame.suback?.sdpAnswer ?? '');
    if (stay.stage !== undefined) askForStage(stay, stay.stage);
  }
  if (frame.type === frames.AUDIO_STATUS) readStatus(stay, frame.audioStatus?.audioStatus ?? 0);
  if (frame.type === frames.AUDIO_STREAM_ID_INFO) stay.roster.apply(frame.audioStreamIdInfo?.streams ?? []);
  if (frame.type === frames.PRIMARY_MEETING_JOIN_ACK) {
    const isTaken = !Object.hasOwn(frame, 'error');
    stay.promotions.shift()?.(isTaken);
  }
  if (frame.type === frames.PRIMARY_MEETING_LEAVE) stay.demotions += 1;
  for (const message of frame.dataMessage?.messages ?? []) {
    stay.captions.take(message);
    const text = Buffer.from(message.data ?? []).toString();
    stay.messages.push({ topic: message.topic ?? '', text, from: message.senderExternalUserId ?? '' });
  }
}

function readStatus(stay: Stay, status: number): void {
  const ending = endingOfStatus(status);
  if (ending === undefined) {
    stay.connections += 1;
    stay.attempts = 0;
    stay.connected.resolve();
  } else finish(stay, ending);
}
