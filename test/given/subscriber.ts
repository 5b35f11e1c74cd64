/** A client of the realtime protocol (AppSync Events) without a library: Node's own WebSocket. */

import type { Door } from '../world.ts';

export type Realtime = { readonly url: string; readonly host: string; readonly token: string };
type Frame = { readonly seq: number; readonly type: string; readonly [fact: string]: unknown };
export type SeenFrame = Frame & { readonly channel: string };
export type Subscriber = {
  /** Every frame so far, as it came. */
  readonly frames: readonly SeenFrame[];
  /** Frames of one type. */
  of(type: string): readonly SeenFrame[];
  /** Subscribes to one more channel; false when it is refused. */
  listen(channel: string, token?: string): Promise<boolean>;
  /** Messages of any kind that came since it connected, keep-alives left out. */
  messageCount(): number;
  close(): void;
};

type Message = { readonly type: string; readonly id?: string; readonly event?: string };
const readMessage = (text: unknown): Message => JSON.parse(String(text));
const readFrame = (text = '{}'): Frame => JSON.parse(text);

/** Connects and waits for the acknowledgement; throws when the service closes instead. */
export async function connect({ url, host, token }: Realtime): Promise<Subscriber> {
  const header = Buffer.from(JSON.stringify({ host, Authorization: token })).toString('base64url');
  const socket = new WebSocket(url, ['aws-appsync-event-ws', `header-${header}`]);
  const frames: SeenFrame[] = [];
  const channels = new Map<string, string>();
  const asked = new Map<string, (isTaken: boolean) => void>();
  let messages = 0;
  await new Promise<void>((ready, failed) => {
    socket.onerror = () => failed(new Error('The realtime service refused the connection'));
    socket.onclose = () => failed(new Error('The realtime service closed the connection'));
    socket.onopen = () => socket.send('{"type":"connection_init"}');
    socket.onmessage = ({ data }) => {
      const message = readMessage(data);
      if (message.type === 'connection_ack') return ready();
      if (message.type === 'connection_error') return failed(new Error(String(data)));
      if (message.type === 'ka') return;
      messages += 1;
      const id = message.id ?? '';
      if (message.type === 'data') frames.push({ ...readFrame(message.event), channel: channels.get(id) ?? '' });
      if (message.type === 'subscribe_success') asked.get(id)?.(true);
      if (message.type === 'subscribe_error') asked.get(id)?.(false);
    };
  });
  let count = 0;
  return {
    frames,
    of: (type) => frames.filter((frame) => frame.type === type),
    listen(channel, tokenOfChannel = token) {
      count += 1;
      const id = `s${count}`;
      channels.set(id, channel);
      const authorization = { host, Authorization: tokenOfChannel };
      const answered = new Promise<boolean>((done) => asked.set(id, done));
      socket.send(JSON.stringify({ type: 'subscribe', id, channel, authorization }));
      return answered;
    },
    messageCount: () => messages,
    close: () => socket.close(),
  };
}

/** Connected and listening to every channel of a grant. */
export async function follow(realtime: Realtime & { readonly channels: readonly string[] }): Promise<Subscriber> {
  const subscriber = await connect(realtime);
  for (const channel of realtime.channels)
    if (!(await subscriber.listen(channel))) throw new Error(`Refused: ${channel}`);
  return subscriber;
}

/** The same for what is told to somebody wherever they are. */
export const followOwn = async (person: Door): Promise<Subscriber> =>
  follow(toGrant(JSON.parse((await person.post('/v1/me/realtime')).text)));
const toGrant = (value: unknown) => value as Parameters<typeof follow>[0];
