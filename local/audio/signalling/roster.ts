import type { Clock } from '../../model.ts';
import type { Connection } from '../model.ts';
import { homeOf, isOnStage, maySend, membersOf, speaksAs } from '../sound/floor.ts';
import type { StreamEntry } from './frames.ts';
import { broadcastStreams } from './sending.ts';

/** Whoever may not send is shown as muted. */
export function rosterEntry(connection: Connection): StreamEntry {
  const { id, externalUserId } = speaksAs(connection);
  const muted = connection.isMuted || !maySend(connection);
  return { audioStreamId: connection.streamId, attendeeId: id, externalUserId, muted };
}

/** The one who arrived, and everybody on stage. */
export function rosterFor(connection: Connection): StreamEntry[] {
  const others = [...membersOf(homeOf(connection.meeting))].filter((member) => member !== connection);
  return [connection, ...others].map(rosterEntry);
}

export function announceMute(connection: Connection, clock: Clock): void {
  if (!connection.isPresent || !isOnStage(connection)) return;
  const { audioStreamId, muted } = rosterEntry(connection);
  broadcastStreams(homeOf(connection.meeting), [{ audioStreamId, muted }], clock);
}
