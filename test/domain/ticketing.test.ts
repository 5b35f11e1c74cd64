import { describe, expect, it } from 'vitest';
import { endedRoom } from '../../domain/room-clock.ts';
import { mayRefundBlocked } from '../../domain/ticketing.ts';
import { at, later, live, scheduled } from './given.ts';

describe('whoever the host has blocked', () => {
  const open = { status: 'open' } as const;
  const block = { at: at(30) };
  const ended = endedRoom(live(), 'host_ended', at(60));

  it('may have their money back before the room, in it, and after it until the host is paid', () => {
    const closed = { status: 'closed', payoutAt: at(900) } as const;
    expect(mayRefundBlocked(scheduled(), open, block, later(40))).toBe(true);
    expect(mayRefundBlocked(live(), open, block, later(40))).toBe(true);
    expect(mayRefundBlocked(ended, open, block, later(61))).toBe(true);
    expect(mayRefundBlocked(ended, closed, block, later(899))).toBe(true);
    expect(mayRefundBlocked(ended, closed, block, later(900))).toBe(false);
    expect(mayRefundBlocked(ended, { status: 'closed' }, block, later(61))).toBe(false);
  });

  it('may not when the block came after the room, or there is none', () => {
    expect(mayRefundBlocked(ended, open, { at: at(61) }, later(62))).toBe(false);
    expect(mayRefundBlocked(ended, open, { at: at(60) }, later(62))).toBe(true);
    expect(mayRefundBlocked(live(), open, undefined, later(40))).toBe(false);
  });
});
