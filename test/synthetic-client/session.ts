import protocol, { type ISdkSignalFrame } from 'amazon-chime-sdk-js/build/signalingprotocol/SignalingProtocol.js';
import { WebSocket } from 'ws';

export type SignalFrame = Omit<ISdkSignalFrame, 'timestampMs'>;
export const frames = protocol.SdkSignalFrame.Type;

/** What an attendee needs to get in, as the meetings API answers it. */
export type Pass = {
  readonly Meeting: {
    readonly MeetingId?: string | undefined;
    readonly MediaPlacement?: { readonly SignalingUrl?: string | undefined } | undefined;
  };
  readonly Attendee: Credentials;
};
export type Credentials = {
  readonly AttendeeId?: string | undefined;
  readonly ExternalUserId?: string | undefined;
  readonly JoinToken?: string | undefined;
};

/** The signalling socket of one attempt: sends and reads frames, and does the first steps of a join. */
export type Session = {
  send(frame: SignalFrame): void;
  subscribe(offer: string, isMuted: boolean): void;
  /** Cuts the socket as a broken network would. */
  cut(): void;
  close(): void;
};

export type SessionEvents = {
  readonly onFrame: (frame: ISdkSignalFrame) => void;
  readonly onClose: (code: number) => void;
};

export function openSession(pass: Pass, events: SessionEvents): Session {
  const query = 'X-Chime-Control-Protocol-Version=3&X-Amzn-Chime-Send-Close-On-Error=1';
  const url = `${pass.Meeting.MediaPlacement?.SignalingUrl ?? ''}?${query}`;
  const socket = new WebSocket(url, ['_aws_wt_session', pass.Attendee.JoinToken ?? '']);
  const send = (frame: SignalFrame) => {
    if (socket.readyState !== WebSocket.OPEN) return;
    const body = protocol.SdkSignalFrame.encode({ timestampMs: Date.now(), ...frame }).finish();
    socket.send(Buffer.concat([Buffer.from([5]), body]));
  };
  socket.on('open', () => {
    send({ type: frames.PING_PONG, pingPong: { type: protocol.SdkPingPongType.PING, pingId: 7 } });
    send({ type: frames.JOIN, join: { protocolVersion: 2, maxNumOfVideos: 0, flags: 2 } });
  });
  socket.on('message', (message) => {
    if (Buffer.isBuffer(message)) events.onFrame(protocol.SdkSignalFrame.decode(message.subarray(1)));
  });
  socket.on('error', () => undefined);
  socket.on('close', events.onClose);
  return {
    send,
    subscribe: (sdpOffer, audioMuted) => send(subscription(sdpOffer, audioMuted)),
    cut: () => socket.terminate(),
    close: () => socket.close(1000),
  };
}

function subscription(sdpOffer: string, audioMuted: boolean): SignalFrame {
  const { SdkStreamServiceType, SdkStreamMediaType } = protocol;
  const microphone = { mediaType: SdkStreamMediaType.AUDIO, trackLabel: 'AmazonChimeExpressAudio', streamId: 1 };
  const sub = { duplex: SdkStreamServiceType.DUPLEX, sendStreams: [microphone], audioCheckin: false };
  return { type: frames.SUBSCRIBE, sub: { ...sub, sdpOffer, audioHost: 'local', audioMuted } };
}
