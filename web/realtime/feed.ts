import { backoffOf, spreadOf } from './chance.ts';
import { type Connection, openConnection } from './connection.ts';
import { type Frame, type RealtimeGrant, readGrant } from './grant.ts';
import { createHealing, type Healing } from './healing.ts';
import { createOrder, type Order } from './order.ts';
import { createWait, type Parts, type Wait } from './parts.ts';
import { createRenewal, type Renewal } from './renewal.ts';

/** `refused`: the service takes none of our tokens any more; only a new grant helps. */
export type FeedState = 'connecting' | 'listening' | 'reconnecting' | 'refused' | 'closed';

export type FeedOptions = {
  readonly parts: Parts;
  readonly grant: RealtimeGrant;
  /** Asks for a fresh token; undefined when there is none to be had. What it throws passes: it is asked again. */
  renew(): Promise<RealtimeGrant | undefined>;
  /** Reads as it is now what the frames are about: whenever listening begins, and after a hole. */
  read(): Promise<unknown>;
  /** Every frame of a channel once, in order; of ticks the newest. */
  onFrame(frame: Frame, channel: string): void;
  onState?(state: FeedState): void;
  /** How many listen: the more, the longer their readings are spread. */
  audience?(): number;
};

/** Follows channels across lost connections, holes and ending tokens. */
export type Feed = {
  state(): FeedState;
  /** Goes over to another token and its channels without a gap. One that ends sooner than the present one is out of date. */
  replace(grant: RealtimeGrant): void;
  /** One reading, together with any other that is due. */
  heal(): void;
  close(): void;
};

type Inside = {
  readonly options: FeedOptions;
  readonly healing: Healing;
  readonly renewal: Renewal;
  readonly retry: Wait;
  readonly orders: Map<string, Order>;
  /** Channels asked for; true once the service said yes. */
  readonly channels: Map<string, boolean>;
  grant: RealtimeGrant;
  state: FeedState;
  connection: Connection | undefined;
  isReady: boolean;
  /** Connections lost in a row. */
  losses: number;
  /** A refusal is answered with another token once, not again and again. */
  hasRenewed: boolean;
};

export function openFeed(options: FeedOptions): Feed {
  const { parts, grant, renew, read } = options;
  const audience = () => options.audience?.() ?? 0;
  const feed: Inside = {
    options,
    healing: createHealing({ parts, read, audience }),
    renewal: createRenewal({ parts, renew, onAnswer: (next) => (next ? replace(feed, next) : stop(feed, 'refused')) }),
    retry: createWait(parts),
    orders: new Map(),
    channels: new Map(),
    grant,
    state: 'connecting',
    connection: undefined,
    isReady: false,
    losses: 0,
    hasRenewed: false,
  };
  feed.renewal.plan(grant);
  connect(feed);
  return {
    state: () => feed.state,
    replace: (next) => replace(feed, next),
    heal: feed.healing.order,
    close: () => stop(feed, 'closed'),
  };
}

function turn(feed: Inside, state: FeedState): void {
  if (feed.state === state) return;
  feed.state = state;
  feed.options.onState?.(state);
}

function stop(feed: Inside, state: 'refused' | 'closed'): void {
  disconnect(feed);
  feed.renewal.cancel();
  turn(feed, state);
}

function disconnect(feed: Inside): void {
  feed.retry.cancel();
  feed.healing.cancel();
  feed.connection?.close();
  feed.connection = undefined;
  feed.isReady = false;
  feed.channels.clear();
}

function connect(feed: Inside): void {
  disconnect(feed);
  try {
    feed.connection = openConnection(feed.options.parts, feed.grant, {
      onReady() {
        feed.isReady = true;
        subscribeMissing(feed);
      },
      onSubscribed(channel) {
        orderOf(feed, channel).begin();
        feed.channels.set(channel, true);
        settle(feed, true);
      },
      onFrame: (channel, frame) => hear(feed, channel, frame),
      onRefused: (token, channel) => askAnew(feed, token, channel),
      onLost: () => reconnect(feed),
    });
  } catch {
    reconnect(feed);
  }
}

function reconnect(feed: Inside): void {
  const { parts } = feed.options;
  disconnect(feed);
  turn(feed, 'reconnecting');
  feed.retry.set(backoffOf(parts, feed.losses), () => {
    const hasEnded = Date.parse(feed.grant.expiresAt) <= parts.now();
    // After a long sleep the token has ended: the service would only say so.
    if (hasEnded && !feed.hasRenewed) askAnew(feed, feed.grant.token);
    else connect(feed);
  });
  feed.losses += 1;
}

function subscribeMissing(feed: Inside): void {
  const { grant, channels, connection } = feed;
  for (const channel of grant.channels) {
    if (channels.has(channel)) continue;
    channels.set(channel, false);
    connection?.subscribe(channel, grant);
  }
  settle(feed, false);
}

/** When all channels are heard: what was told before one of them was, is read now. */
function settle(feed: Inside, isOneNew: boolean): void {
  if (!feed.grant.channels.every((channel) => feed.channels.get(channel))) return;
  dropOld(feed);
  feed.losses = 0;
  feed.hasRenewed = false;
  if (isOneNew || feed.state !== 'listening') feed.healing.order();
  turn(feed, 'listening');
}

/** Old channels go when all new ones are heard: between the two nothing is lost. */
function dropOld({ grant, channels, orders, connection }: Inside): void {
  for (const channel of [...channels.keys()]) {
    if (grant.channels.includes(channel)) continue;
    connection?.unsubscribe(channel);
    channels.delete(channel);
    orders.delete(channel);
  }
}

function orderOf({ orders }: Inside, channel: string): Order {
  const order = orders.get(channel) ?? createOrder();
  orders.set(channel, order);
  return order;
}

function hear(feed: Inside, channel: string, frame: Frame): void {
  const { isNews, isHole } = orderOf(feed, channel).take(frame);
  if (isHole) feed.healing.order();
  if (!isNews) return;
  feed.options.onFrame(frame, channel);
  const { parts, audience } = feed.options;
  const next = readGrant(frame);
  if (next) replace(feed, next);
  // Told to all who listen: they do not all ask at once. Whoever has gone over already need not ask.
  else if (frame.type === 'realtime.rotated' && feed.grant.channels.includes(channel))
    feed.renewal.askAfter(spreadOf(parts, audience?.() ?? 0));
}

/** Refused: perhaps the token is out of date. Another one is asked for, but only once until all is well. */
function askAnew(feed: Inside, token: string, channel?: string): void {
  if (channel === undefined) disconnect(feed);
  else feed.channels.delete(channel);
  if (token !== feed.grant.token) goOn(feed);
  else if (feed.renewal.isAsking()) return;
  else if (feed.hasRenewed) stop(feed, 'refused');
  else {
    feed.hasRenewed = true;
    feed.renewal.askAfter(0);
  }
}

function goOn(feed: Inside): void {
  if (!feed.connection) connect(feed);
  else if (feed.isReady) subscribeMissing(feed);
}

function replace(feed: Inside, next: RealtimeGrant): void {
  const { grant, state } = feed;
  if (state === 'closed' || Date.parse(next.expiresAt) < Date.parse(grant.expiresAt)) return;
  feed.grant = next;
  feed.renewal.plan(next);
  if (state === 'refused') {
    feed.hasRenewed = false;
    turn(feed, 'connecting');
  }
  // The service moved: the old line leads nowhere.
  if (next.url !== grant.url || next.host !== grant.host) disconnect(feed);
  goOn(feed);
}
