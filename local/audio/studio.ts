import type { Clock } from '../model.ts';
import type { EventFeed } from './event-feed.ts';
import type { Lifetimes } from './lifetimes.ts';
import type { Limits } from './limits.ts';
import type { Registry } from './registry.ts';
import type { Mixer } from './sound/mixer.ts';

/** What the parts of the audio service share. */
export type Studio = {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly registry: Registry;
  readonly feed: EventFeed;
  readonly lifetimes: Lifetimes;
  readonly mixer: Mixer;
};
