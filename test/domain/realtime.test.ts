import { describe, expect, it } from 'vitest';
import { channelsOf, liveChannel, mayListen, personChannel, stageChannel, tickSeconds } from '../../domain/realtime.ts';
import { crowded, hostId, later, listenerId, live, noon, speakerId } from './given.ts';

describe('the channels of a room', () => {
  const room = crowded();

  it('are the open one and their own for listeners, and the stage besides for those on it', () => {
    expect(channelsOf(room, listenerId)).toEqual([liveChannel(room), personChannel(listenerId)]);
    for (const person of [hostId, speakerId])
      expect(channelsOf(room, person)).toEqual([liveChannel(room), stageChannel(room), personChannel(person)]);
  });

  it('are named as the interfaces say', () => {
    expect(liveChannel(room)).toBe(`/rostrum/room/${room.id}/live`);
    expect(stageChannel(live({ channels: { stage: 3, live: 1 } }))).toBe(`/rostrum/room/${room.id}/stage-3`);
    for (const audience of ['followers', 'tickets', 'invited'] as const)
      expect(liveChannel(live({ audience, channels: { stage: 1, live: 2 } }))).toBe(`/rostrum/room/${room.id}/live-2`);
    expect(personChannel('g0123456789abc')).toBe('/rostrum/user/g0123456789abc');
  });
});

describe('a subscriber', () => {
  const channels = ['/rostrum/room/a/live', '/rostrum/user/7'];
  const subscriber = { personId: '7', channels, exp: noon / 1000 + 900 };

  it.each(channels)('listens to %s', (channel) => expect(mayListen(subscriber, channel, noon)).toBe(true));

  it.each([
    '/rostrum/room/b/live',
    '/rostrum/room/a/stage-1',
    '/rostrum/room/a/*',
    '/rostrum/room/a/live/*',
    '/rostrum/*',
    '/*',
    '/rostrum/user/8',
    '/rostrum/room/a/live/',
    '/rostrum/room/A/live',
    '',
  ])('does not listen to %j', (channel) => expect(mayListen(subscriber, channel, noon)).toBe(false));

  it('does not listen to a wildcard even where a token names one', () => {
    expect(mayListen({ ...subscriber, channels: ['/rostrum/*'] }, '/rostrum/*', noon)).toBe(false);
  });

  it('listens until the token ends and no second longer', () => {
    const [channel = ''] = channels;
    expect(mayListen(subscriber, channel, later(899))).toBe(true);
    expect(mayListen(subscriber, channel, later(900))).toBe(false);
  });
});

describe('ticks', () => {
  it.each([
    [0, 1],
    [1_000, 1],
    [1_001, 2],
    [10_000, 2],
    [10_001, 5],
    [100_000, 5],
    [100_001, 10],
    [1_000_000, 10],
  ])('of %i people come every %i seconds at most', (people, seconds) => expect(tickSeconds(people)).toBe(seconds));
});
