import type { People, Profile, Room } from '../../web/api/types.ts';
import { type RoomWatch, watchRoom } from '../../web/page/room-watch.ts';
import { createSetting, live } from './subscriber.ts';

export const host: Profile = { id: '1', handle: 'tomas', name: 'Tomás Vega', followerCount: 600 };
export const mei: Profile = { id: '2', handle: 'mei', name: 'Mei Tanaka', followerCount: 599 };
export const ravi: Profile = { id: '3', handle: 'ravi', name: 'Ravi Menon', followerCount: 1 };

export const place = (user: Profile, role: 'host' | 'speaker' | 'listener', isMuted = false) => ({
  user,
  userId: user.id,
  role,
  isMuted,
});
/** As frames name them. */
export const speaker = ({ id: userId }: Profile, role: 'host' | 'speaker', isMuted = false) => ({
  userId,
  role,
  isMuted,
});

const room: Room = {
  id: 'a',
  status: 'live',
  title: 'Night trains',
  creatorId: host.id,
  hostId: host.id,
  cohostIds: [],
  speakerIds: [],
  areGuestsAllowed: true,
  speakersPolicy: 'everyone',
  isLocked: false,
  isMutedAll: false,
  isChatOn: true,
  slowModeSeconds: 0,
  pins: [],
  startedAt: '2026-11-21T12:00:00.000Z',
  participantCount: 2,
  peakCount: 2,
  version: 3,
};

/** Mei's page with the room of Tomás, and an API that answers what `now` says. */
export function openRoomPage() {
  const setting = createSetting();
  const { time, parts } = setting;
  const people: People = {
    data: [place(host, 'host'), place(mei, 'listener')],
    counts: { stage: 1, listeners: 1 },
  };
  const frames: string[] = [];
  const page = {
    now: { room, people },
    reads: 0,
    /** Readings of what goes on around the sound. */
    otherReads: 0,
    isOtherDown: false,
    frames,
    isHidden: false,
    /** How long the API takes (milliseconds). */
    delay: 0,
  };
  const answer = <T>(value: T) => new Promise<T>((go) => time.after(page.delay, () => go(value)));
  const watch: RoomWatch = watchRoom({
    parts,
    roomId: 'a',
    me: mei,
    isHidden: () => page.isHidden,
    api: {
      room() {
        page.reads += 1;
        return answer(page.now.room);
      },
      people: () => answer(page.now.people),
    },
    onFrame: ({ type }) => page.frames.push(type),
    async alsoRead() {
      page.otherReads += 1;
      if (page.isOtherDown) throw new Error('nothing answers');
    },
  });
  return Object.assign(page, {
    ...setting,
    watch,
    seen: () => watch.shown.get().value,
    /** Mei is inside, and has read what she missed. */
    async listen() {
      watch.listen(setting.grant([live]), async () => setting.grant([live]));
      await time.pass(10_000);
      page.reads = 0;
      page.otherReads = 0;
    },
  });
}
