import { type Frame, type RealtimeGrant, readFrame } from './grant.ts';
import { type Message, protocolsFor, readMessage, subscribing } from './messages.ts';
import { createWait, type Parts, type Socket, type Wait } from './parts.ts';

/** What a connection tells whoever opened it. Nothing more comes after `close`, `onLost`, or a refusal to connect. */
export type Happenings = {
  onReady(): void;
  onSubscribed(channel: string): void;
  onFrame(channel: string, frame: Frame): void;
  /** The service does not take the token: for a channel, or to connect at all. */
  onRefused(token: string, channel?: string): void;
  onLost(): void;
};

/** One socket to AppSync Events. */
export type Connection = {
  subscribe(channel: string, grant: RealtimeGrant): void;
  unsubscribe(channel: string): void;
  close(): void;
};

type Subscription = { readonly channel: string; readonly token: string; readonly answer: Wait };

type Line = {
  readonly parts: Parts;
  readonly grant: RealtimeGrant;
  readonly told: Happenings;
  readonly socket: Socket;
  readonly subscriptions: Map<string, Subscription>;
  readonly watchdog: Wait;
  /** Heard nothing for so long, the line is dead. */
  silence: number;
  count: number;
  isOver: boolean;
};

/** The service answers in a moment; its own client waits as long (milliseconds). */
const answerTimeout = 15_000;
/** When the service does not say: its own value. */
const usualSilence = 300_000;

/** Throws when the browser does not even try. */
export function openConnection(parts: Parts, grant: RealtimeGrant, told: Happenings): Connection {
  const line: Line = {
    parts,
    grant,
    told,
    socket: new parts.Socket(grant.url, protocolsFor(grant)),
    subscriptions: new Map(),
    watchdog: createWait(parts),
    silence: answerTimeout,
    count: 0,
    isOver: false,
  };
  const { socket } = line;
  socket.addEventListener('open', () => send(line, { type: 'connection_init' }));
  socket.addEventListener('message', (event) => hear(line, readMessage(event)));
  socket.addEventListener('close', () => lose(line));
  socket.addEventListener('error', () => lose(line));
  keepWatch(line);
  return {
    subscribe: (channel, by) => subscribe(line, channel, by),
    unsubscribe: (channel) => unsubscribe(line, channel),
    close: () => end(line),
  };
}

const send = ({ socket, isOver }: Line, message: object): void => {
  if (!isOver) socket.send(JSON.stringify(message));
};

const keepWatch = (line: Line): void => line.watchdog.set(line.silence, () => lose(line));

function subscribe(line: Line, channel: string, grant: RealtimeGrant): void {
  line.count += 1;
  const id = `s${line.count}`;
  const answer = createWait(line.parts);
  line.subscriptions.set(id, { channel, token: grant.token, answer });
  answer.set(answerTimeout, () => lose(line));
  send(line, subscribing(id, channel, grant));
}

function unsubscribe(line: Line, channel: string): void {
  for (const [id, subscription] of line.subscriptions) {
    if (subscription.channel !== channel) continue;
    forget(line, id);
    send(line, { type: 'unsubscribe', id });
  }
}

function forget(line: Line, id: string): Subscription | undefined {
  const subscription = line.subscriptions.get(id);
  subscription?.answer.cancel();
  line.subscriptions.delete(id);
  return subscription;
}

function end(line: Line): void {
  if (line.isOver) return;
  line.isOver = true;
  line.watchdog.cancel();
  for (const id of [...line.subscriptions.keys()]) forget(line, id);
  line.socket.close();
}

function lose(line: Line): void {
  if (line.isOver) return;
  end(line);
  line.told.onLost();
}

function hear(line: Line, message: Message): void {
  if (line.isOver) return;
  answers[message.type]?.(line, message);
  // Anything heard shows that the line is alive, the service's keep-alive among it.
  if (!line.isOver) keepWatch(line);
}

const answers: Readonly<Record<string, (line: Line, message: Message) => void>> = {
  connection_ack(line, { connectionTimeoutMs }) {
    line.silence = connectionTimeoutMs ?? usualSilence;
    line.told.onReady();
  },
  connection_error(line, { isForbidden }) {
    if (!isForbidden) return lose(line);
    end(line);
    line.told.onRefused(line.grant.token);
  },
  subscribe_success({ subscriptions, told }, { id }) {
    const subscription = subscriptions.get(id);
    subscription?.answer.cancel();
    if (subscription) told.onSubscribed(subscription.channel);
  },
  subscribe_error(line, { id, isForbidden }) {
    const subscription = forget(line, id);
    if (!subscription) return;
    if (isForbidden) line.told.onRefused(subscription.token, subscription.channel);
    else lose(line);
  },
  data({ subscriptions, told }, { id, events }) {
    const channel = subscriptions.get(id)?.channel;
    if (channel === undefined) return;
    for (const frame of events.map(readFrame)) if (frame) told.onFrame(channel, frame);
  },
};
