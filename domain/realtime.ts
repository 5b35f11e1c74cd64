/** What clients may listen to, and how often a room tells them of its crowd. */

import type { LiveRoom } from './room.ts';
import { placeOf } from './stage.ts';

/** What a subscriber's token says: who, which channels to the letter, until when (epoch seconds). */
export type Subscriber = { readonly personId: string; readonly channels: readonly string[]; readonly exp: number };

/** Everything a client needs to listen; part of the join grant, and renewed with it. */
export type RealtimeGrant = {
  readonly url: string;
  readonly host: string;
  readonly token: string;
  readonly channels: readonly string[];
  readonly expiresAt: string;
};

/** Tokens live so long (interfaces): whoever was removed is cut from open channels then at the latest. */
export const tokenSeconds = 900;

/** For everybody in the room. An open room's channel never changes; a closed one's does when somebody is removed. */
export function liveChannel({ id, audience, channels }: Pick<LiveRoom, 'id' | 'audience' | 'channels'>): string {
  return `/rostrum/room/${id}/live${audience === 'public' ? '' : `-${channels.live}`}`;
}

/** For those on stage. */
export function stageChannel({ id, channels }: Pick<LiveRoom, 'id' | 'channels'>): string {
  return `/rostrum/room/${id}/stage-${channels.stage}`;
}

/** The room that a channel tells of; none for a person's own. */
export function roomIdOfChannel(channel: string): string | undefined {
  return /^\/rostrum\/room\/([^/]+)\//.exec(channel)?.[1];
}

/** For one person alone. */
export function personChannel(personId: string): string {
  return `/rostrum/user/${personId}`;
}

/** What a person who is in the room listens to. */
export function channelsOf(room: LiveRoom, personId: string): readonly string[] {
  const stage = placeOf(room, personId) ? [stageChannel(room)] : [];
  return [liveChannel(room), ...stage, personChannel(personId)];
}

/** Whether the subscriber may listen to the channel at that time (epoch milliseconds): to the letter, no wildcard ever. */
export function mayListen(subscriber: Subscriber, channel: string, now: number): boolean {
  return subscriber.exp * 1000 > now && !channel.includes('*') && subscriber.channels.includes(channel);
}

/** Seconds between two ticks of a room of that size: a tick costs as many deliveries as there are listeners. */
export function tickSeconds(participantCount: number): number {
  if (participantCount <= 1_000) return 1;
  if (participantCount <= 10_000) return 2;
  return participantCount <= 100_000 ? 5 : 10;
}
