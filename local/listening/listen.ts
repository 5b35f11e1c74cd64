import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export type Answering = {
  request(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
};

export type Listening = {
  readonly port: number;
  /** Stops listening and cuts every open connection. */
  close(): Promise<void>;
};

/** Somebody else listens on the port. */
export class PortBusy extends Error {
  readonly port: number;
  constructor(port: number) {
    super(`Port ${port} is in use`);
    this.port = port;
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

type Door = { readonly port: number; close(): Promise<void> };

function openServer(answering: Answering): { readonly server: Server; readonly sockets: ReadonlySet<Socket> } {
  const server = createServer((request, response) => answering.request(request, response));
  const sockets = new Set<Socket>();
  server.on('upgrade', (request, socket, head) => answering.upgrade(request, socket, head));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // SDK clients keep idle sockets; one that we closed just then would fail their next call.
  server.keepAliveTimeout = 65_000;
  return { server, sockets };
}

async function open(host: string, port: number, answering: Answering): Promise<Door> {
  const { server, sockets } = openServer(answering);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, resolve);
  }).catch((error: unknown) => {
    throw codeOf(error) === 'EADDRINUSE' ? new PortBusy(port) : error;
  });
  return {
    port: portOf(server.address()),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

// Machines without IPv6 do without; `localhost` leads to 127.0.0.1 there.
async function openSix(port: number, answering: Answering): Promise<Door | undefined> {
  try {
    return await open('::1', port, answering);
  } catch (error) {
    if (error instanceof PortBusy) throw error;
    return undefined;
  }
}

/** Listens on 127.0.0.1 and ::1 on the same port; 0 chooses one that is free on both. Throws PortBusy. */
export async function listen(port: number, answering: Answering): Promise<Listening> {
  for (let attempt = 1; ; attempt += 1) {
    const four = await open('127.0.0.1', port, answering);
    try {
      const six = await openSix(four.port, answering);
      return {
        port: four.port,
        async close() {
          await Promise.all([four.close(), six?.close()]);
        },
      };
    } catch (error) {
      await four.close();
      if (port !== 0 || attempt === 10) throw error;
    }
  }
}
