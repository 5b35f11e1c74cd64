import type { Connection } from '../model.ts';
import { isHeard } from '../sound/floor.ts';
import type { Peer } from '../sound/peer.ts';
import { listen } from '../sound/voice.ts';
import type { Studio } from '../studio.ts';
import { depart } from './departure.ts';

type PeerModule = typeof import('../sound/peer.ts');
let loading: Promise<PeerModule> | undefined;

/** The WebRTC library takes 170 to 320 ms to load, so a cloud that nobody listens to never does. */
export function loadPeers(): Promise<PeerModule> {
  loading ??= import('../sound/peer.ts');
  return loading;
}

/** The connection's peer, made on first use; a client that subscribes again keeps it. */
export async function openPeer(studio: Studio, connection: Connection, onConnected: () => void): Promise<Peer> {
  const { createPeer } = await loadPeers();
  connection.peer ??= createPeer({
    onConnected,
    onFailed: () => {
      depart(studio, connection, 'AttendeeDropped');
      connection.socket.terminate();
    },
    onOpus: (sequenceNumber, payload) => {
      if (isHeard(connection)) listen(connection.voice, sequenceNumber, payload);
    },
  });
  if (connection.isGone) connection.peer.close();
  return connection.peer;
}
