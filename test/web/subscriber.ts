import { type Feed, type FeedState, openFeed } from '../../web/realtime/feed.ts';
import type { Frame, RealtimeGrant } from '../../web/realtime/grant.ts';
import { EventService } from './event-service.ts';
import { createPageTime } from './page-time.ts';

export const live = '/rostrum/room/a/live';
export const stage = '/rostrum/room/a/stage-1';
export const me = '/rostrum/user/1';

/** A service, time, and the dice that clients roll. */
export function createSetting(random: () => number = () => 0.5) {
  const service = new EventService();
  const time = createPageTime(Date.parse('2026-11-21T12:00:00.000Z'));
  const parts = { now: time.now, after: time.after, random, Socket: service.Socket };
  let count = 0;
  return {
    service,
    time,
    parts,
    /** A token for those channels, good for a quarter of an hour. */
    grant(channels: readonly string[] = [live]): RealtimeGrant {
      count += 1;
      const token = `token-${count}`;
      service.tokens.set(token, channels);
      const expiresAt = new Date(time.now() + 900_000).toISOString();
      return { url: 'wss://realtime.test/event/realtime', host: 'api.test', token, channels, expiresAt };
    },
    /** Tells a channel something, in the seq-th place. */
    tell: (seq: number, type = 'room.updated', facts: object = {}, channel = live) =>
      service.publish(channel, { seq, at: new Date(time.now()).toISOString(), type, ...facts }),
  };
}
export type Setting = ReturnType<typeof createSetting>;

/** Somebody who listens, and everything that came of it. */
export type Subscriber = {
  readonly feed: Feed;
  readonly frames: Frame[];
  readonly states: FeedState[];
  /** When the room was read. */
  readonly reads: number[];
  renewals: number;
  /** What asking for a token answers; a fresh one for the live channel unless a test says otherwise. */
  onRenew: () => Promise<RealtimeGrant | undefined>;
  onRead: () => Promise<unknown>;
};

type Given = { readonly grant?: RealtimeGrant; readonly audience?: number };

export function subscribe({ parts, grant: makeGrant, time }: Setting, { grant, audience = 1 }: Given = {}): Subscriber {
  const [frames, states, reads]: [Frame[], FeedState[], number[]] = [[], [], []];
  const subscriber: Omit<Subscriber, 'feed'> = {
    frames,
    states,
    reads,
    renewals: 0,
    onRenew: async () => makeGrant(),
    onRead: async () => {},
  };
  const feed = openFeed({
    parts,
    grant: grant ?? makeGrant(),
    renew() {
      subscriber.renewals += 1;
      return subscriber.onRenew();
    },
    read() {
      reads.push(time.now());
      return subscriber.onRead();
    },
    onFrame: (frame) => frames.push(frame),
    onState: (state) => states.push(state),
    audience: () => audience,
  });
  return Object.assign(subscriber, { feed });
}

/** A subscriber who listens and has read what was told before. */
export async function listening(setting: Setting, given: Given = {}): Promise<Subscriber> {
  const subscriber = subscribe(setting, given);
  await setting.time.pass(60_000);
  subscriber.reads.length = 0;
  return subscriber;
}

export const seqsOf = ({ frames }: Subscriber): readonly number[] => frames.map(({ seq }) => seq);
