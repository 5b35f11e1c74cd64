import type { Clock } from '../../model.ts';
import type { Connection, Meeting } from '../model.ts';
import { audienceOf } from '../sound/floor.ts';
import { encodeFrame, type Frame, frameTypes, type StreamEntry } from './frames.ts';

/** The WebSocket's `readyState` while it is open. */
const open = 1;

export function sendFrame(connection: Connection, frame: Frame, clock: Clock): void {
  sendBytes(connection, encodeFrame(frame, clock.now()));
}

/** To everybody who hears this meeting, replicas included; encoded once. */
export function broadcast(primary: Meeting, frame: Frame, clock: Clock, except?: Connection): void {
  const bytes = encodeFrame(frame, clock.now());
  for (const connection of audienceOf(primary)) if (connection !== except) sendBytes(connection, bytes);
}

export function broadcastStreams(primary: Meeting, streams: StreamEntry[], clock: Clock, except?: Connection): void {
  broadcast(primary, streamsFrame(streams), clock, except);
}

export function streamsFrame(streams: StreamEntry[]): Frame {
  return { type: frameTypes.AUDIO_STREAM_ID_INFO, audioStreamIdInfo: { streams } };
}

function sendBytes(connection: Connection, bytes: Buffer): void {
  if (connection.socket.readyState === open) connection.socket.send(bytes);
}
