import { createServer, type IncomingMessage } from 'node:http';
import { decodeJwt } from 'jose';
import { createCalls } from '../../local/calls/calls.ts';
import { createClock } from '../../local/clock/clock.ts';
import { createControl } from '../../local/control/control.ts';
import type { SeenEvent } from '../../local/control/watch-calls.ts';
import { createFaults } from '../../local/faults/faults.ts';
import { createIdentity } from '../../local/identity/identity.ts';

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The control plane before a public API of two calls: who am I, and follow. User ids are `id-<handle>`. */
export async function createStage() {
  const clock = createClock();
  const calls = createCalls();
  const faults = createFaults();
  const events: SeenEvent[] = [];
  const follows: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    if (await control.handle(request, response, body)) return;
    if (request.url?.startsWith('/oidc/')) return void (await identity.handle(request, response, body));
    const claims = decodeJwt((request.headers.authorization ?? '').replace('Bearer ', ''));
    const handle = String(claims['preferred_username']);
    if (handle === 'broken') response.writeHead(500);
    if (request.method === 'PUT') follows.push(`${handle} ${request.url?.split('/').at(-1)}`);
    response.end(JSON.stringify({ id: `id-${handle}` }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const identity = await createIdentity({ issuer: `${url}/oidc`, clock });
  const control = createControl({
    url,
    clock,
    calls,
    faults,
    identity,
    bus: {
      emit: ({ source, detailType, detail }) => {
        const time = `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
        events.push({ id: `evt-${events.length}`, time, source, 'detail-type': detailType, detail });
      },
      history: () => events,
    },
    audio: {
      drop: (attendeeId) => attendeeId === 'connected',
      say: () => undefined,
      snapshot: () => ({ meetings: [] }),
    },
    endpoints: () => ({ region: 'us-east-1' }),
    people: () => [],
  });
  return {
    url,
    identity,
    clock,
    calls,
    faults,
    events,
    follows,
    async call(method: string, path: string, body?: unknown) {
      const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
      const response = await fetch(`${url}${path}`, { method, ...sent });
      return { status: response.status, body: toShown(await response.json()) };
    },
    close() {
      clock.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Whatever the control plane may answer; which fields are there depends on the call. */
type Shown = {
  readonly accessToken: string;
  readonly userId: string;
  readonly now: string;
  readonly ids: object;
  readonly users: readonly object[];
  readonly data: readonly { readonly id: string; readonly at: string }[];
  readonly error: { readonly code: string; readonly message: string; readonly param: string };
};

function toShown(value: unknown): Shown {
  return value as Shown;
}
