import type { Connection } from '../model.ts';
import { homeOf, membersOf } from '../sound/floor.ts';
import type { Studio } from '../studio.ts';
import { frameTypes } from './frames.ts';
import { demote } from './promotion.ts';
import { broadcastStreams, sendFrame } from './sending.ts';

/**
 * Audio status of the client protocol: 301 joined from another device, 403 refused, 409 at capacity,
 * 410 meeting ended, 411 attendee removed.
 */
export type EndStatus = 301 | 403 | 409 | 410 | 411;

/** The client must have read the status before the socket closes, or it takes the close for a failure and retries. */
const closeAfterMilliseconds = 500;
/** A client that does not answer the close is cut off, so that nobody stays longer than 2 seconds. */
const cutAfterMilliseconds = 1500;

/** Tells the client why it is over, stops its sound at once and closes. */
export function dismiss(studio: Studio, connection: Connection, status: EndStatus): void {
  sendFrame(connection, { type: frameTypes.AUDIO_STATUS, audioStatus: { audioStatus: status } }, studio.clock);
  depart(studio, connection, 'AttendeeLeft');
  setTimeout(() => connection.socket.close(1000), closeAfterMilliseconds).unref();
  setTimeout(() => connection.socket.terminate(), cutAfterMilliseconds).unref();
}

/** Takes the connection out of the meeting: left by its own wish, or dropped when the socket or the sound broke. */
export function depart(studio: Studio, connection: Connection, event: 'AttendeeLeft' | 'AttendeeDropped'): void {
  if (connection.isGone) return;
  connection.isGone = true;
  demote(studio, connection, event);
  const { meeting } = connection;
  meeting.connections.delete(connection);
  connection.peer?.close();
  if (connection.isPresent) announce(studio, connection, event);
  connection.isPresent = false;
  studio.mixer.left();
}

function announce(studio: Studio, connection: Connection, event: 'AttendeeLeft' | 'AttendeeDropped'): void {
  const { meeting } = connection;
  studio.feed.attendee(event, connection.attendee);
  if (meeting.primary !== undefined) return;
  const left = { audioStreamId: connection.streamId, ...(event === 'AttendeeDropped' ? { dropped: true } : {}) };
  broadcastStreams(meeting, [left], studio.clock);
  studio.lifetimes.audioChanged(homeOf(meeting), !membersOf(meeting).next().done);
}
