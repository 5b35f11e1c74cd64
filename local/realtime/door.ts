import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { type Credentials, readCredentials } from './authorizer.ts';
import { type Station, serveConnection } from './connection.ts';

/** Answers upgrades of `/event/realtime`; false when the path is somebody else's. */
export type Door = {
  open(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  connections(): number;
  close(): void;
};

const subprotocol = 'aws-appsync-event-ws';
const headerPrefix = 'header-';
/** Clients send subscriptions only: a token and a channel. */
const mostMessageBytes = 65_536;
/** Well within the time after which a client thinks the connection lost. */
const keepAliveMilliseconds = 60_000;

export function createDoor(station: Station): Door {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: mostMessageBytes,
    // The client offers two names: the protocol's, which must be chosen, and its headers.
    handleProtocols: () => subprotocol,
  });
  // Sockets stay on real time, and so does what keeps them alive.
  const keepingAlive = setInterval(() => {
    for (const client of server.clients) client.send('{"type":"ka"}');
  }, keepAliveMilliseconds).unref();
  return {
    open(request, socket, head) {
      const [path] = (request.url ?? '').split('?');
      if (path !== '/event/realtime') return false;
      const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
      if (!offered.includes(subprotocol)) {
        socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\nThe subprotocol is not aws-appsync-event-ws');
        return true;
      }
      const credentials = readHeader(offered);
      server.handleUpgrade(request, socket, head, (client) => serveConnection(station, client, credentials));
      return true;
    },
    connections: () => server.clients.size,
    close() {
      clearInterval(keepingAlive);
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

/** Headers travel as `header-<base64url of their JSON>`, because browsers can set no others on a socket. */
function readHeader(offered: readonly string[]): Credentials | undefined {
  const header = offered.find((name) => name.startsWith(headerPrefix));
  if (header === undefined) return undefined;
  try {
    return readCredentials(JSON.parse(Buffer.from(header.slice(headerPrefix.length), 'base64url').toString()));
  } catch {
    return undefined;
  }
}
