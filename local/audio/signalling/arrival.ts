import type { Connection } from '../model.ts';
import { homeOf } from '../sound/floor.ts';
import type { Studio } from '../studio.ts';
import { dismiss } from './departure.ts';
import { type Frame, frameTypes, streamServiceTypes } from './frames.ts';
import { openPeer } from './peer-opening.ts';
import { promote } from './promotion.ts';
import { rosterEntry, rosterFor } from './roster.ts';
import { broadcastStreams, sendFrame, streamsFrame } from './sending.ts';

/** Empty `uris` keep the client from a relay-only policy; the offer then goes out at its first own candidate. */
const joinAck: Frame = {
  type: frameTypes.JOIN_ACK,
  joinack: {
    turnCredentials: { username: 'local', password: 'local', ttl: 300, uris: [] },
    videoSubscriptionLimit: 25,
    wantsCompressedSdp: false,
    defaultServerSideNetworkAdaption: 1,
  },
};

/** JOIN_ACK, then INDEX: the second unblocks the client, which makes its peer connection and subscribes. */
export function admit(studio: Studio, connection: Connection): void {
  sendFrame(connection, joinAck, studio.clock);
  const numParticipants = connection.meeting.connections.size;
  const index = { atCapacity: false, sources: [], pausedAtSourceIds: [], numParticipants };
  sendFrame(connection, { type: frameTypes.INDEX, index }, studio.clock);
  studio.feed.attendee('AttendeeAuthorized', connection.attendee);
}

/** Answers the client's offer; throws when it cannot be negotiated. */
export async function subscribe(studio: Studio, connection: Connection, offer: string): Promise<void> {
  const peer = await openPeer(studio, connection, () => arrive(studio, connection));
  const sdpAnswer = await peer.answer(offer);
  const suback = { duplex: streamServiceTypes.RX, allocations: [], tracks: [], sdpAnswer };
  sendFrame(connection, { type: frameTypes.SUBSCRIBE_ACK, suback }, studio.clock);
}

/** Sound is up: from now on the person is in the meeting. */
function arrive(studio: Studio, connection: Connection): void {
  if (connection.isPresent || connection.isGone) return;
  const { meeting, attendee } = connection;
  for (const other of [...meeting.connections]) {
    if (other !== connection && other.isPresent && other.attendee === attendee) dismiss(studio, other, 301);
  }
  const streams = [...meeting.connections].filter((other) => other.isPresent);
  if (streams.length >= studio.limits.audioStreamsPerMeeting) {
    dismiss(studio, connection, 409);
    return;
  }
  connection.isPresent = true;
  connection.streamId = homeOf(meeting).nextStreamId++;
  studio.feed.attendee('AttendeeJoined', attendee);
  sendFrame(connection, { type: frameTypes.AUDIO_STATUS, audioStatus: { audioStatus: 200 } }, studio.clock);
  sendFrame(connection, streamsFrame(rosterFor(connection)), studio.clock);
  if (meeting.primary === undefined) {
    broadcastStreams(meeting, [rosterEntry(connection)], studio.clock, connection);
    studio.lifetimes.audioChanged(meeting, true);
  }
  studio.mixer.arrived();
  if (connection.earlyPromotion !== undefined) promote(studio, connection, connection.earlyPromotion);
}
