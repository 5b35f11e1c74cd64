import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Studio } from '../studio.ts';
import { serveConnection } from './connection.ts';

/** Answers upgrades below `/media/`; false when the path is somebody else's. */
export type Door = { open(request: IncomingMessage, socket: Duplex, head: Buffer): boolean; close(): void };

/** Terminal close codes of the client protocol; a refused HTTP upgrade would make it retry for minutes. */
const badToken = 4403;
const meetingGone = 4410;

/** The largest frame is a subscription with its session description, some 10 KB. */
const mostFrameBytes = 262_144;

const subprotocol = '_aws_wt_session';
/** A refused client that never says anything is closed after this long. */
const refuseAfterMilliseconds = 2000;

export function createDoor(studio: Studio): Door {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: mostFrameBytes,
    // The client offers two names: the protocol's, which must be chosen, and its join token.
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
  });
  return {
    open(request, socket, head) {
      const [path = ''] = (request.url ?? '').split('?');
      if (!path.startsWith('/media/')) return false;
      server.handleUpgrade(request, socket, head, (client) => receive(studio, client, path, tokenOf(request)));
      return true;
    },
    close() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

function receive(studio: Studio, client: WebSocket, path: string, token: string): void {
  const meetingId = /^\/media\/control\/([^/]+)$/.exec(path)?.[1] ?? '';
  const attendee = studio.registry.attendeesByToken.get(token);
  if (attendee !== undefined && attendee.meeting.id === meetingId) serveConnection(studio, client, attendee);
  else refuse(client, studio.registry.meetings.has(meetingId) ? badToken : meetingGone);
}

// The client reads the close code only after it has sent its first frame.
function refuse(client: WebSocket, code: number): void {
  client.on('error', () => client.terminate());
  client.once('message', () => client.close(code));
  setTimeout(() => client.close(code), refuseAfterMilliseconds).unref();
}

function tokenOf(request: IncomingMessage): string {
  const offered = request.headers['sec-websocket-protocol'] ?? '';
  return (
    offered
      .split(',')
      .map((name) => name.trim())
      .find((name) => name !== subprotocol) ?? ''
  );
}
