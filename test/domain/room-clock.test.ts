import { describe, expect, it } from 'vitest';
import { currentState, isGraceOver, isNoShow, isTooLong, noShowAt } from '../../domain/room-clock.ts';
import { at, later, live, policy, roomIn, scheduled } from './given.ts';

const hours = (count: number): number => count * 3_600;

describe('a scheduled room', () => {
  it('is canceled as a no-show at exactly 60 minutes after the planned start', () => {
    expect(noShowAt(scheduled(), policy)).toBe(at(hours(1)));
    expect(isNoShow(scheduled(), later(hours(1)) - 1, policy)).toBe(false);
    expect(isNoShow(scheduled(), later(hours(1)), policy)).toBe(true);
    expect(currentState(scheduled(), later(hours(1)) - 1, policy)).toEqual(scheduled());
    expect(currentState(scheduled(), later(hours(30)), policy)).toMatchObject({
      status: 'canceled',
      endReason: 'no_show',
      endedAt: at(hours(1)),
    });
  });
});

describe('a live room', () => {
  it('is over at exactly the end of its grace, whenever somebody looks', () => {
    const room = live({ graceEndsAt: at(600) });
    expect(isGraceOver(room, later(600) - 1)).toBe(false);
    expect(isGraceOver(room, later(600))).toBe(true);
    expect(currentState(room, later(600) - 1, policy)).toBe(room);
    expect(currentState(room, later(hours(30)), policy)).toMatchObject({
      status: 'ended',
      endReason: 'grace_ended',
      endedAt: at(600),
      updatedAt: at(600),
      version: room.version + 1,
    });
  });

  it('without a grace goes on until 12 hours have passed', () => {
    expect(isTooLong(live(), later(hours(12)) - 1, policy)).toBe(false);
    expect(isTooLong(live(), later(hours(12)), policy)).toBe(true);
    expect(currentState(live(), later(hours(12)) - 1, policy)).toEqual(live());
    expect(currentState(live(), later(hours(13)), policy)).toMatchObject({
      endReason: 'too_long',
      endedAt: at(hours(12)),
    });
  });

  it('is ended by whichever limit came first, by the grace if both came together', () => {
    const late = live({ graceEndsAt: at(hours(12) + 1) });
    expect(currentState(late, later(hours(13)), policy)).toMatchObject({
      endReason: 'too_long',
      endedAt: at(hours(12)),
    });
    const together = live({ graceEndsAt: at(hours(12)) });
    expect(currentState(together, later(hours(13)), policy)).toMatchObject({ endReason: 'grace_ended' });
    const early = live({ graceEndsAt: at(hours(12) - 1) });
    expect(currentState(early, later(hours(13)), policy)).toMatchObject({ endReason: 'grace_ended' });
  });
});

it('what is over stays as it ended', () => {
  for (const status of ['ended', 'canceled'] as const) {
    const room = roomIn(status);
    expect(currentState(room, later(hours(100)), policy)).toBe(room);
    expect([
      isNoShow(room, later(hours(100)), policy),
      isGraceOver(room, later(hours(100))),
      isTooLong(room, later(hours(100)), policy),
    ]).toEqual([false, false, false]);
  }
});
