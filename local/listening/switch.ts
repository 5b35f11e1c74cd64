import type { Answering } from './listen.ts';

/** Answers 503 until the cloud behind it is ready. */
export type Switch = Answering & { open(answering: Answering): void };

const starting: Answering = {
  request(_request, response) {
    response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '1' });
    response.end('{"message":"Rostrum is starting"}');
  },
  upgrade: (_request, socket) => void socket.destroy(),
};

export function createSwitch(): Switch {
  let current = starting;
  return {
    request: (request, response) => current.request(request, response),
    upgrade: (request, socket, head) => current.upgrade(request, socket, head),
    open(answering) {
      current = answering;
    },
  };
}
