import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, openWorld, type Person, type World } from '../world.ts';
import { type LiveRooms, liveRooms } from './live-room.ts';

let world: World;
let rooms: LiveRooms;
let host: Person;
let speaker: Person;
let roomId: string;
let count = 0;
beforeAll(async () => {
  world = await openWorld();
  rooms = liveRooms(world);
});
afterAll(() => world.close());

const at = (path: string) => `/v1/rooms/${roomId}/${path}`;
const done = (answer: Answer) => expect(answer.status, answer.text).toBeLessThan(300);
const fault = (wish: object) => world.nobody.post('/local/faults', wish);

/** A room with captions that run: everybody on stage has agreed. Another person is in the audience. */
beforeEach(async () => {
  await world.nobody.remove('/local/faults');
  // What the test before has held back is let through.
  await world.advance(60);
  count += 1;
  ({ host, roomId } = await rooms.goLive(`host${count}`));
  speaker = await world.person(`speaker${count}`);
  await rooms.join(speaker, roomId);
  done(await host.put(at('captions'), { isOn: true }));
  done(await host.put(at('captions/consent'), { isGiven: true }));
  await world.settle();
  expect(seen().transcribedIn).toBe('en-US');
});

/** Nothing that follows a write happens before time passes: what is seen now, the request has done. */
const holdStreams = () => fault({ service: 'streams', mode: 'delay', times: 50 });

type Seat = { readonly externalUserId: string; readonly audio: string };
type Meeting = {
  readonly externalMeetingId: string;
  readonly primaryMeetingId?: string;
  readonly transcribedIn?: string;
  readonly seats: readonly Seat[];
};
const toMeetings = (snapshot: unknown) => snapshot as { readonly meetings: readonly Meeting[] };

/** The room's primary as the media service has it, and whether the speaker's microphone is open there. */
function seen() {
  const { meetings } = toMeetings(world.cloud.audio.snapshot());
  const primary = meetings.find(
    ({ externalMeetingId, primaryMeetingId }) => externalMeetingId === roomId && !primaryMeetingId,
  );
  const seat = primary?.seats.find(({ externalUserId }) => externalUserId.startsWith(`s.${speaker.userId}.`));
  return { transcribedIn: primary?.transcribedIn, microphone: seat?.audio };
}

async function comeOnStage(): Promise<void> {
  done(await speaker.post(at('requests')));
  done(await host.post(at(`requests/${speaker.userId}/accept`)));
}

describe('nobody is captioned against their will, not even for a moment', { timeout: 30_000 }, () => {
  it('who comes on stage has a microphone when the captions have stopped', async () => {
    await holdStreams();
    await comeOnStage();
    expect(seen()).toEqual({ transcribedIn: undefined, microphone: 'SendReceive' });
  });

  it('who is unmuted, too', async () => {
    await comeOnStage();
    done(await host.put(at(`stage/${speaker.userId}/mute`), { isMuted: true }));
    await world.advance(5);
    expect(seen(), 'nobody waits for the muted').toEqual({ transcribedIn: 'en-US', microphone: 'Receive' });
    await holdStreams();
    done(await host.put(at(`stage/${speaker.userId}/mute`), { isMuted: false }));
    expect(seen()).toEqual({ transcribedIn: undefined, microphone: 'SendReceive' });
  });

  it('and everybody whom the end of mute-all lets speak', async () => {
    done(await host.put(at('mute-all'), { isOn: true }));
    await comeOnStage();
    await world.advance(5);
    expect(seen()).toEqual({ transcribedIn: 'en-US', microphone: 'Receive' });
    await holdStreams();
    done(await host.put(at('mute-all'), { isOn: false }));
    expect(seen()).toEqual({ transcribedIn: undefined, microphone: 'SendReceive' });
  });

  it('a microphone waits while the media service does not stop, and then the minter does both', async () => {
    await comeOnStage();
    done(await host.put(at(`stage/${speaker.userId}/mute`), { isMuted: true }));
    await world.advance(5);
    await fault({ service: 'chime', operation: 'StopMeetingTranscription', mode: 'throttle', times: 2 });
    await holdStreams();
    done(await host.put(at(`stage/${speaker.userId}/mute`), { isMuted: false }));
    expect(seen()).toEqual({ transcribedIn: 'en-US', microphone: 'Receive' });
    await world.nobody.remove('/local/faults');
    await world.advance(60);
    expect(seen()).toEqual({ transcribedIn: undefined, microphone: 'SendReceive' });
  });

  it('goes on when the newcomer agrees', async () => {
    await comeOnStage();
    done(await speaker.put(at('captions/consent'), { isGiven: true }));
    await world.advance(5);
    expect(seen()).toEqual({ transcribedIn: 'en-US', microphone: 'SendReceive' });
  });
});
