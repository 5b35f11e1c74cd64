import type { ISdkSignalFrame } from 'amazon-chime-sdk-js/build/signalingprotocol/SignalingProtocol.js';
import type { WebSocket } from 'ws';
import type { Attendee, Connection } from '../model.ts';
import { clearVoice, createVoice } from '../sound/voice.ts';
import type { Studio } from '../studio.ts';
import { admit, subscribe } from './arrival.ts';
import { depart } from './departure.ts';
import { decodeFrame, frameTypes, pingTypes } from './frames.ts';
import { relayMessages } from './messages.ts';
import { demote, promote } from './promotion.ts';
import { announceMute } from './roster.ts';
import { sendFrame } from './sending.ts';

/** 45xx is the protocol's internal error, which the client answers by trying again. */
const internalError = 4500;

/** Speaks the client protocol with one socket until it closes. */
export function serveConnection(studio: Studio, socket: WebSocket, attendee: Attendee): void {
  const connection: Connection = {
    socket,
    meeting: attendee.meeting,
    attendee,
    voice: createVoice(),
    promoted: undefined,
    earlyPromotion: undefined,
    streamId: 0,
    isMuted: false,
    isPresent: false,
    isGone: false,
    peer: undefined,
    ownMix: undefined,
  };
  attendee.meeting.connections.add(connection);
  socket.on('message', (message) => {
    const bytes = Buffer.isBuffer(message) ? message : Buffer.alloc(0);
    handle(studio, connection, bytes).catch((error: unknown) => {
      if (!connection.isGone) console.warn('audio: a signalling frame failed:', error);
      socket.close(internalError);
    });
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => depart(studio, connection, 'AttendeeDropped'));
}

async function handle(studio: Studio, connection: Connection, message: Buffer): Promise<void> {
  if (connection.isGone) return;
  const frame = decodeFrame(message);
  await answers[frame.type]?.(studio, connection, frame);
}

type Answer = (studio: Studio, connection: Connection, frame: ISdkSignalFrame) => void | Promise<void>;

/** Frames that are not here (client metrics, session timing, video) are swallowed, as the client expects no answer. */
const answers: Readonly<Record<number, Answer>> = {
  [frameTypes.PING_PONG](studio, connection, { pingPong }) {
    if (pingPong?.type !== pingTypes.PING) return;
    const pong = { type: pingTypes.PONG, pingId: pingPong.pingId };
    sendFrame(connection, { type: frameTypes.PING_PONG, pingPong: pong }, studio.clock);
  },
  [frameTypes.JOIN]: admit,
  async [frameTypes.SUBSCRIBE](studio, connection, { sub }) {
    connection.isMuted = sub?.audioMuted ?? false;
    await subscribe(studio, connection, sub?.sdpOffer ?? '');
  },
  [frameTypes.AUDIO_CONTROL](studio, connection, { audioControl }) {
    connection.isMuted = audioControl?.muted ?? false;
    clearVoice(connection.voice);
    announceMute(connection, studio.clock);
  },
  [frameTypes.DATA_MESSAGE](studio, connection, { dataMessage }) {
    relayMessages(studio, connection, dataMessage?.messages ?? []);
  },
  [frameTypes.PRIMARY_MEETING_JOIN](studio, connection, { primaryMeetingJoin }) {
    promote(studio, connection, primaryMeetingJoin?.credentials?.joinToken ?? '');
  },
  [frameTypes.PRIMARY_MEETING_LEAVE](studio, connection) {
    demote(studio, connection, 'AttendeeLeft');
  },
  [frameTypes.LEAVE](studio, connection) {
    sendFrame(connection, { type: frameTypes.LEAVE_ACK, leaveAck: {} }, studio.clock);
    depart(studio, connection, 'AttendeeLeft');
  },
};
