import { connect, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import { createAuthority } from './tls-authority.ts';

/** TLS before a port of this machine, as the service has it before its own; everything inside passes as it is. */
export async function openTlsFront(port: number) {
  const { authority, cert, key } = createAuthority();
  const sockets = new Set<Socket>();
  const server = createServer({ cert, key }, (outer) => {
    const inner = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [outer, inner],
      [inner, outer],
    ] as const) {
      from.on('error', () => to.destroy());
      from.pipe(to);
      sockets.add(from);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    /** PEM of the authority that clients have to trust. */
    authority,
    origin: `https://localhost:${typeof address === 'object' ? address?.port : ''}`,
    close(): void {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
