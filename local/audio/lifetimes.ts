import type { Cancel, Clock } from '../model.ts';
import type { Limits } from './limits.ts';
import type { Meeting } from './model.ts';

/** Ends meetings by the service's two rules: 24 hours of age, and a primary without any audio connection for 5 minutes. */
export type Lifetimes = {
  begin(meeting: Meeting): void;
  /** To be called whenever the number of audio connections of a primary may have changed. */
  audioChanged(primary: Meeting, hasAudio: boolean): void;
  forget(meeting: Meeting): void;
};

export function createLifetimes(clock: Clock, limits: Limits, end: (meeting: Meeting) => void): Lifetimes {
  const ends = new Map<Meeting, Cancel>();
  const idleEnds = new Map<Meeting, Cancel>();

  function cancel(timers: Map<Meeting, Cancel>, meeting: Meeting): void {
    timers.get(meeting)?.();
    timers.delete(meeting);
  }

  function audioChanged(primary: Meeting, hasAudio: boolean): void {
    if (hasAudio) cancel(idleEnds, primary);
    // A forgotten meeting has no end of life any more and must not be given an idle end.
    else if (ends.has(primary) && !idleEnds.has(primary)) {
      const at = clock.now() + limits.idleSeconds * 1000;
      idleEnds.set(
        primary,
        clock.at(at, `meeting ${primary.id} ends: no audio`, () => end(primary)),
      );
    }
  }

  return {
    begin(meeting) {
      const at = meeting.createdAt + limits.lifetimeSeconds * 1000;
      ends.set(
        meeting,
        clock.at(at, `meeting ${meeting.id} ends: age`, () => end(meeting)),
      );
      if (meeting.primary === undefined) audioChanged(meeting, false);
    },
    audioChanged,
    forget(meeting) {
      cancel(ends, meeting);
      cancel(idleEnds, meeting);
    },
  };
}
