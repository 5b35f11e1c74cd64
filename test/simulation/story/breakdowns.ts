import { type Act, someRoom } from './acts.ts';

/** The media service ends the meeting, as it does when all lines broke at once. */
export const silence: Act = async (scene) => {
  const roomId = someRoom(scene);
  const room = roomId && (await scene.operator.liveRoom(roomId));
  if (room) scene.world.media.end(room.meeting.id);
};

/** The same, and the news of it is lost. */
export const hush: Act = async (scene) => {
  const roomId = someRoom(scene);
  const room = roomId && (await scene.operator.liveRoom(roomId));
  if (room) scene.world.media.end(room.meeting.id, { isTold: false });
};

/** The next meeting dies soon after it was made, whether a room has it by then or not; then comes what comes of it. */
export const breakNext =
  (then: Act): Act =>
  async (scene) => {
    const { media, timeline } = scene.world;
    const known = new Set(media.meetings().map(({ id }) => id));
    let isWaiting = true;
    media.onMeeting(() => {
      const made = media.meetings().find(({ id, primary }) => !primary && !known.has(id));
      if (!made || !isWaiting) return;
      isWaiting = false;
      timeline.after(30 + scene.dice.chance() * 120, 'a meeting breaks down', () => {
        media.end(made.id);
        return then(scene);
      });
    });
  };

export const oldSeat: Act = async (scene) => {
  const roomId = someRoom(scene);
  if (roomId) await scene.operator.leaveOldSeat(roomId);
};

/** Deliveries of that kind come half a minute late in the next seconds, calls of that kind some seconds. */
export const hold =
  (site: string, seconds: number): Act =>
  async ({ world }) => {
    const release = world.fates.hold(site);
    world.timeline.after(seconds * 1_000, 'what was held comes again', release);
  };
