import { describe, expect, it } from 'vitest';
import { delaySeconds, timersAfter } from '../../domain/timer.ts';
import { at, hostId, later, live, place, roomIn, scheduled, speakerId } from './given.ts';

const dueAfter = (...images: Parameters<typeof timersAfter>) => timersAfter(...images).map(({ dueAt }) => dueAt);

describe('what may come due in a live room', () => {
  it('is looked at when a new host should have connected', () => {
    expect(timersAfter(scheduled(), live())).toEqual([{ kind: 'check-room', roomId: live().id, dueAt: at(300) }]);
  });

  it('is looked at a minute after a drop, and at the end of the grace', () => {
    const heard = live({ stage: [place(hostId, 'host', { connectedAt: at(1) })] });
    const dropped = live({ stage: [place(hostId, 'host', { connectedAt: at(1), droppedAt: at(50) })] });
    const lost = live({ stage: [place(hostId, 'host', { isHere: false })], graceEndsAt: at(710) });
    expect(dueAfter(heard, dropped)).toEqual([at(110)]);
    expect(dueAfter(dropped, lost)).toEqual([at(710)]);
  });

  it('is not looked at again for what was known, nor for people who are connected or gone', () => {
    const heard = live({
      stage: [place(hostId, 'host', { connectedAt: at(1) }), place(speakerId, 'speaker', { isHere: false })],
    });
    expect(dueAfter(live(), heard)).toEqual([]);
    expect(dueAfter(live(), live({ title: 'X' }))).toEqual([]);
  });

  it('two people who came together need one look', () => {
    expect(dueAfter(undefined, live({ stage: [place(hostId, 'host'), place(speakerId, 'speaker')] }))).toEqual([
      at(300),
    ]);
  });

  it('there is nothing to look at before the start and after the end', () => {
    for (const status of ['scheduled', 'ended', 'canceled'] as const)
      expect(timersAfter(live(), roomIn(status))).toEqual([]);
  });

  it('a message never comes early and never has a negative delay', () => {
    expect(delaySeconds(at(10), later(0))).toBe(10);
    expect(delaySeconds(at(10), later(0) + 1)).toBe(10);
    expect(delaySeconds(at(10), later(11))).toBe(0);
  });
});
