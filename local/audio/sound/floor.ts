import { receives, sends } from '../control/capabilities.ts';
import type { Attendee, Connection, Meeting } from '../model.ts';

/** The primary: where a meeting's sound is mixed. */
export function homeOf(meeting: Meeting): Meeting {
  return meeting.primary ?? meeting;
}

/** Present participants on stage: everybody in the primary, and replica listeners who were promoted. */
export function* membersOf(primary: Meeting): Generator<Connection> {
  for (const connection of primary.connections) if (connection.isPresent) yield connection;
  for (const replica of primary.replicas) {
    for (const connection of replica.connections) {
      if (connection.isPresent && connection.promoted !== undefined) yield connection;
    }
  }
}

/** Present participants who hear the primary: its own and all of its replicas. */
export function* audienceOf(primary: Meeting): Generator<Connection> {
  for (const meeting of [primary, ...primary.replicas]) {
    for (const connection of meeting.connections) if (connection.isPresent) yield connection;
  }
}

/** The attendee whose capability decides whether this voice goes out. */
export function speaksAs(connection: Connection): Attendee {
  return connection.promoted ?? connection.attendee;
}

/** On stage at all: a replica listener is only while promoted. */
export function isOnStage(connection: Connection): boolean {
  return connection.meeting.primary === undefined || connection.promoted !== undefined;
}

export function maySend(connection: Connection): boolean {
  return isOnStage(connection) && sends(speaksAs(connection).capabilities.Audio);
}

/** Sound of this client goes into the mix; everything else it sends is thrown away undecoded. */
export function isHeard(connection: Connection): boolean {
  return connection.isPresent && !connection.isMuted && maySend(connection);
}

export function hears(connection: Connection): boolean {
  return connection.isPresent && receives(connection.attendee.capabilities.Audio);
}
