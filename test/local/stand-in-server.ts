import { createServer, type Server } from 'node:http';
import { type Cause, type StandIn, WireFault } from '../../local/model.ts';

export type StandInServer = { readonly url: string; close(): Promise<void> };

const operator = { keyId: 'OPERATOR', isOperator: true };

function readPort(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port');
  return address.port;
}

/** A stand-in behind a socket, without policy, faults or counting: enough for an SDK client to talk to. */
export async function serveStandIn(standIn: StandIn, cause: Cause = {}): Promise<StandInServer> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url ?? '/', 'http://localhost');
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    try {
      const body = Buffer.concat(chunks);
      const wire = { method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, headers, body };
      const routed = standIn.route(wire);
      if (!routed) throw new WireFault(501, 'UnknownOperationException', `${request.method} ${request.url}`);
      const answer = await standIn.perform({ ...routed, principal: operator, cause });
      response
        .writeHead(answer.status ?? 200, { 'content-type': 'application/json' })
        .end(JSON.stringify(answer.body ?? {}));
    } catch (error) {
      const fault = error instanceof WireFault ? error : new WireFault(500, 'InternalFailure', String(error));
      response
        .writeHead(fault.status, { 'content-type': 'application/json', 'x-amzn-errortype': fault.code })
        .end(JSON.stringify({ __type: fault.code, message: fault.message, Message: fault.message }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${readPort(server)}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export const testCredentials = { accessKeyId: 'OPERATOR', secretAccessKey: 'secret' };
