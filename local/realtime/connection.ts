import type { WebSocket } from 'ws';
import type { EventApiModel } from '../api-model.ts';
import type { JsonObject } from '../model.ts';
import { type Authorize, type Credentials, readCredentials } from './authorizer.ts';
import { readChannel } from './channels.ts';
import { errorFrame, type Message, problems, readMessage } from './frames.ts';
import type { Hub, Subscription } from './hub.ts';

/** What every connection of the API leans on. */
export type Station = { readonly api: EventApiModel; readonly hub: Hub; readonly authorize: Authorize };

type Connection = {
  readonly station: Station;
  readonly socket: WebSocket;
  /** The answer to its wish to connect, asked when the socket opened. */
  readonly admission: Promise<boolean>;
  /** By the client's id; undefined while the authorizer is asked. */
  readonly subscriptions: Map<string, Subscription | undefined>;
  isAcknowledged: boolean;
};

/** Clients end a connection on which they heard nothing for so long; the service's value. */
const connectionTimeoutMs = 300_000;
/** Quota: subscriptions per connection. */
const mostSubscriptions = 100;

/** Speaks the protocol of AppSync Events with one socket until it closes. */
export function serveConnection(station: Station, socket: WebSocket, credentials: Credentials | undefined): void {
  const connection: Connection = {
    station,
    socket,
    admission: station.authorize({ credentials }),
    subscriptions: new Map(),
    isAcknowledged: false,
  };
  socket.on('message', (text) => {
    receive(connection, String(text)).catch((error: unknown) => {
      console.error('realtime: a message failed:', error);
      send(connection, errorFrame('error', undefined, problems.failed));
    });
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => forget(connection));
}

function forget({ station, subscriptions }: Connection): void {
  for (const subscription of subscriptions.values()) if (subscription) station.hub.remove(subscription);
  subscriptions.clear();
}

const isOpen = ({ socket }: Connection): boolean => socket.readyState === socket.OPEN;

function send(connection: Connection, frame: JsonObject): void {
  if (isOpen(connection)) connection.socket.send(JSON.stringify(frame));
}

async function receive(connection: Connection, text: string): Promise<void> {
  const message = readMessage(text);
  if (message === undefined) return send(connection, errorFrame('error', undefined, problems.noMessage));
  if (message.type === 'connection_init') return acknowledge(connection);
  const answer = answers[message.type];
  if (answer === undefined) return refuseUnknown(connection, message);
  if (!connection.isAcknowledged) return send(connection, errorFrame('error', message.id, problems.notConnected));
  return answer(connection, message);
}

async function acknowledge(connection: Connection): Promise<void> {
  if (await connection.admission) {
    connection.isAcknowledged = true;
    return send(connection, { type: 'connection_ack', connectionTimeoutMs });
  }
  send(connection, errorFrame('connection_error', undefined, problems.unauthorized));
  connection.socket.close(1000);
}

function refuseUnknown(connection: Connection, { type, id }: Message): void {
  const message = `The local cloud does not know the message "${type}"`;
  send(connection, errorFrame('error', id, { errorType: 'UnsupportedOperation', message }));
}

type Answer = (connection: Connection, message: Message) => void | Promise<void>;

const answers: Readonly<Record<string, Answer>> = {
  subscribe,
  unsubscribe,
  // Publishing is by roles alone, and those publish over HTTP.
  publish: (connection, { id }) => send(connection, errorFrame('publish_error', id, problems.unauthorized)),
};

async function subscribe(connection: Connection, message: Message): Promise<void> {
  const { station, subscriptions } = connection;
  const { id } = message;
  const refuse = (problem: (typeof problems)[keyof typeof problems]) =>
    send(connection, errorFrame('subscribe_error', id, problem));
  const channel = readChannel(message.channel, true);
  if (id === '' || id.length > 128) return refuse(problems.noId);
  if (subscriptions.has(id)) return refuse(problems.duplicate);
  if (subscriptions.size >= mostSubscriptions) return refuse(problems.tooMany);
  if (!channel || !station.api.namespaces.some(({ name }) => name === channel.namespace))
    return refuse(problems.noChannel);
  subscriptions.set(id, undefined);
  const isAllowed = await station.authorize({ credentials: readCredentials(message.authorization), channel });
  // Unsubscribed, or gone altogether, while the authorizer was asked.
  if (!subscriptions.has(id) || !isOpen(connection)) return;
  if (!isAllowed) {
    subscriptions.delete(id);
    return refuse(problems.unauthorized);
  }
  const subscription: Subscription = { id, path: channel.path, socket: connection.socket };
  subscriptions.set(id, subscription);
  station.hub.add(subscription);
  send(connection, { id, type: 'subscribe_success' });
}

function unsubscribe(connection: Connection, { id }: Message): void {
  const { station, subscriptions } = connection;
  const subscription = subscriptions.get(id);
  if (subscription) station.hub.remove(subscription);
  const isKnown = subscriptions.delete(id);
  const success = { id, type: 'unsubscribe_success' };
  send(connection, isKnown ? success : errorFrame('unsubscribe_error', id, problems.unknownId));
}
