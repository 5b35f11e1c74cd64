import { once } from 'node:events';
import { WebSocket } from 'ws';

/** A message of the realtime service. */
export type Frame = {
  readonly type: string;
  readonly id?: string;
  readonly event?: string;
  readonly connectionTimeoutMs?: number;
  readonly errors?: readonly { readonly errorType: string; readonly message: string }[];
};
const toFrame = (value: unknown): Frame => value as Frame;

const header = (host: string, token: string): string =>
  `header-${Buffer.from(JSON.stringify({ host, Authorization: token })).toString('base64url')}`;

export type Listener = Awaited<ReturnType<typeof openListener>>;

/** A client that speaks the protocol by hand, so that a test sees every frame. It has sent `connection_init`. */
export async function openListener(url: string, token: string) {
  const { host } = new URL(url);
  const socket = new WebSocket(url, ['aws-appsync-event-ws', header(host, token)]);
  const frames: Frame[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (text) => {
    frames.push(toFrame(JSON.parse(String(text))));
    for (const look of waiting) look();
  });
  await once(socket, 'open');
  const send = (message: object): void => socket.send(JSON.stringify(message));
  const until = (isMeant: (frame: Frame) => boolean): Promise<Frame> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = frames.find(isMeant);
        if (!found) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  send({ type: 'connection_init' });
  const authorization = { host, Authorization: token };
  return {
    socket,
    frames,
    authorization,
    send,
    until,
    /** The answer to `connection_init`. */
    greeting: () => until(({ type }) => type.startsWith('connection_')),
    /** The answer to a subscription. */
    subscribe(channel: string, id = channel, headers: object = authorization) {
      send({ type: 'subscribe', id, channel, authorization: headers });
      return until((frame) => frame.id === id && frame.type !== 'data');
    },
    /** Events heard so far, parsed. */
    heard: (): unknown[] => frames.flatMap(({ type, event }) => (type === 'data' ? [JSON.parse(event ?? '')] : [])),
    /** Waits until so many events have been heard. */
    hears: async (count: number): Promise<void> => {
      await until(() => frames.filter(({ type }) => type === 'data').length >= count);
    },
    close: () => socket.close(),
  };
}
