import type { Socket } from '../../web/realtime/parts.ts';

type Message = Readonly<Record<string, unknown>>;
type Listener = (event: unknown) => void;

const forbidden = [{ errorType: 'UnauthorizedException', message: 'no', errorCode: 401 }];

/** As much of AppSync Events as a subscriber meets, written from its protocol. Answers come in the next moment. */
export class EventService {
  /** What each token may hear. Connecting takes any of them. */
  readonly tokens = new Map<string, readonly string[]>();
  /** Open lines, oldest first. */
  readonly lines: Line[] = [];
  /** All that clients ever said. */
  readonly said: Message[] = [];
  /** Nobody is there: connecting fails. */
  isDown = false;
  /** Lines are open, and nobody says a word. */
  isMute = false;
  connections = 0;
  /** Connections turned away for their token. */
  refusals = 0;

  /** What clients open their sockets with. */
  get Socket(): new (
    url: string,
    protocols: string[],
  ) => Line {
    const service = this;
    return class extends Line {
      constructor(_url: string, protocols: string[]) {
        super(service, protocols);
      }
    };
  }

  publish(channel: string, frame: object): void {
    for (const line of this.lines) line.deliver(channel, JSON.stringify(frame));
  }

  /** Channels that clients asked for, in order. */
  asked(): readonly unknown[] {
    return this.said.filter(({ type }) => type === 'subscribe').map(({ channel }) => channel);
  }

  /** Channels listened to now, of all lines. */
  heard(): readonly string[] {
    return this.lines.flatMap((line) => [...line.subscriptions.values()]);
  }

  keepAlive(): void {
    for (const line of this.lines) line.tell({ type: 'ka' });
  }
}

/** A client's socket, with the service at its other end. */
export class Line implements Socket {
  readonly subscriptions = new Map<string, string>();
  private readonly service: EventService;
  private readonly protocols: readonly string[];
  private readonly listeners = new Map<string, Listener[]>();

  constructor(service: EventService, protocols: readonly string[]) {
    this.service = service;
    this.protocols = protocols;
    service.connections += 1;
    if (!service.isDown) service.lines.push(this);
    queueMicrotask(() => this.emit(service.isDown ? 'error' : 'open', {}));
  }

  addEventListener(type: string, listener: Listener): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
  }

  /** From the client to the service. */
  send(text: string): void {
    const message = toMessage(text);
    this.service.said.push(message);
    if (!this.service.isMute) queueMicrotask(() => this.answer(message));
  }

  close(): void {
    this.drop();
  }

  /** The line ends; whoever listens is told. */
  drop(): void {
    const { lines } = this.service;
    if (!lines.includes(this)) return;
    lines.splice(lines.indexOf(this), 1);
    this.subscriptions.clear();
    queueMicrotask(() => this.emit('close', {}));
  }

  tell(message: object): void {
    if (!this.service.isMute) this.emit('message', { data: JSON.stringify(message) });
  }

  deliver(channel: string, event: string): void {
    for (const [id, heard] of this.subscriptions) if (heard === channel) this.tell({ id, type: 'data', event });
  }

  private answer({ type, id, channel, authorization }: Message): void {
    if (type === 'connection_init') {
      const [protocol, header = ''] = this.protocols;
      const sent = Buffer.from(header.replace('header-', ''), 'base64url').toString();
      const isTaken = protocol === 'aws-appsync-event-ws' && this.service.tokens.has(tokenIn(toMessage(sent)));
      if (!isTaken) this.service.refusals += 1;
      this.tell(
        isTaken
          ? { type: 'connection_ack', connectionTimeoutMs: 300_000 }
          : { type: 'connection_error', errors: forbidden },
      );
    }
    if (type === 'unsubscribe')
      this.tell({ type: this.subscriptions.delete(String(id)) ? 'unsubscribe_success' : 'unsubscribe_error', id });
    if (type === 'subscribe') this.admit(String(id), String(channel), toFields(authorization));
  }

  private admit(id: string, channel: string, authorization: Message): void {
    const isAllowed = this.service.tokens.get(tokenIn(authorization))?.includes(channel) ?? false;
    if (isAllowed) this.subscriptions.set(id, channel);
    this.tell(isAllowed ? { id, type: 'subscribe_success' } : { id, type: 'subscribe_error', errors: forbidden });
  }

  private emit(type: string, event: object): void {
    for (const listener of this.listeners.get(type) ?? []) listener(event);
  }
}

const toFields = (value: unknown) => (value ?? {}) as Message;
const toMessage = (text: string): Message => toFields(JSON.parse(text));

/** The token, when host and token stand where the service looks for them. */
const tokenIn = ({ host, Authorization }: Message): string => (host === 'api.test' ? String(Authorization) : '');
