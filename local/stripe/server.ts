import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../listening/body.ts';
import type { Answering } from '../listening/listen.ts';
import type { StripeStandIn } from './stripe.ts';
import type { StripeAnswer } from './wire/request.ts';

/** No request of the API comes near it. */
const bodyLimit = 1024 * 1024;

/** Ends the connection in the middle of the answer: an SDK asks again by itself when it ends before. */
function cutOff(response: ServerResponse, { status, headers, body }: StripeAnswer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.write(body.slice(0, body.length / 2), () => response.socket?.destroy());
}

/** The stand-in behind a port: what was done is written before anybody hears of it. */
export function answeringOf({ perform }: Pick<StripeStandIn, 'perform'>, written: () => Promise<void>): Answering {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await readBody(request, bodyLimit)).toString();
    const { method = 'GET', url = '/', headers } = request;
    const answered = await perform({ method, url, headers, body });
    await written();
    if (answered.isDropped) cutOff(response, answered);
    else response.writeHead(answered.status, answered.headers).end(answered.body);
  }
  return {
    request(request, response) {
      answer(request, response).catch((error: unknown) => {
        console.error('stripe:', error);
        request.socket.destroy();
      });
    },
    upgrade: (_request, socket) => void socket.destroy(),
  };
}
