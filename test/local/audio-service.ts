import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ChimeSDKMeetingsClient } from '@aws-sdk/client-chime-sdk-meetings';
import { createAudio } from '../../local/audio/audio.ts';
import type { Limits } from '../../local/audio/limits.ts';
import { type Cause, type Clock, type Faults, type JsonObject, type StandIn, WireFault } from '../../local/model.ts';

export type HeardEvent = { readonly detail: JsonObject; readonly cause: Cause | undefined };

/** The audio stand-in behind an HTTP server of its own, called by the unmodified SDK client. */
export async function startAudioService(options: { limits?: Partial<Limits>; faults?: Faults } = {}) {
  const clock = createStepClock();
  const events: HeardEvent[] = [];
  let port = 0;
  const audio = createAudio({
    clock,
    emit: ({ detail }, cause) => events.push({ detail, cause }),
    signallingUrl: () => `ws://127.0.0.1:${port}/media`,
    region: 'us-east-1',
    accountId: '000000000000',
    ...options,
  });
  const server = createServer((request, response) => {
    dispatch(audio.standIn, request).then(({ status, code, body }) => {
      response.writeHead(status, { 'content-type': 'application/json', ...(code ? { 'x-amzn-errortype': code } : {}) });
      response.end(status === 204 ? undefined : JSON.stringify(body));
    });
  });
  server.on('upgrade', (request, socket, head) => {
    if (!audio.upgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = readPort(server.address());
  const client = new ChimeSDKMeetingsClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const close = async () => {
    client.destroy();
    await audio.close();
    server.closeAllConnections();
    server.close();
  };
  return { audio, client, clock, events, close };
}

export type AudioService = Awaited<ReturnType<typeof startAudioService>>;

async function dispatch(standIn: StandIn, request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const url = new URL(request.url ?? '/', 'http://local');
  const wire = { method: request.method ?? '', path: url.pathname, query: url.searchParams, headers: {} };
  try {
    const routed = standIn.route({ ...wire, body: Buffer.concat(chunks) });
    if (routed === undefined) return { status: 501, code: 'NotImplemented', body: {} };
    const principal = { keyId: 'test', isOperator: true };
    const answer = await standIn.perform({ ...routed, principal, cause: { requestId: 'request-1' } });
    return { status: answer.status ?? 200, code: undefined, body: answer.body ?? {} };
  } catch (error) {
    if (!(error instanceof WireFault)) throw error;
    return { status: error.status, code: error.code, body: { message: error.message, ...error.extra } };
  }
}

function readPort(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A clock that stands still until the test moves it. */
function createStepClock(): Clock {
  const due: { readonly time: number; readonly run: () => void | Promise<void> }[] = [];
  let now = Date.parse('2026-11-21T10:00:00Z');
  return {
    now: () => now,
    at(time, _label, run) {
      const entry = { time, run };
      due.push(entry);
      return () => {
        if (due.includes(entry)) due.splice(due.indexOf(entry), 1);
      };
    },
    track: (work) => work,
    async advance(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        const next = due.filter(({ time }) => time <= end).sort((one, other) => one.time - other.time)[0];
        if (next === undefined) break;
        due.splice(due.indexOf(next), 1);
        now = Math.max(now, next.time);
        await next.run();
      }
      now = end;
    },
    async drain() {},
    offset: new SharedArrayBuffer(8),
    close() {},
  };
}
