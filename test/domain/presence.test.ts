import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goneUserIds, isConnected, isGone, type PresenceSign, unheardOf, withSign } from '../../domain/presence.ts';
import { placeOf } from '../../domain/stage.ts';
import { at, hostId, later, live, place, speakerId } from './given.ts';

const attendeeId = `attendee-${hostId}`;
const connected = (seconds: number): PresenceSign => ({ attendeeId, kind: 'connected', at: at(seconds) });
const dropped = (seconds: number): PresenceSign => ({ attendeeId, kind: 'dropped', at: at(seconds) });
const hostAfter = (...signs: PresenceSign[]) => {
  const found = placeOf(signs.reduce(withSign, live()), hostId);
  if (!found) throw new Error('the host has a place');
  return found;
};

describe('who is here', () => {
  it('a person is here from the grant and gone when not connected 5 minutes after it', () => {
    expect(isGone(hostAfter(), later(300) - 1)).toBe(false);
    expect(isGone(hostAfter(), later(300))).toBe(true);
  });

  it('a connected person is never gone', () => {
    expect(isGone(hostAfter(connected(2)), later(86_400))).toBe(false);
  });

  it('a dropped person is gone when not back in 60 seconds', () => {
    expect(isGone(hostAfter(connected(2), dropped(100)), later(160) - 1)).toBe(false);
    expect(isGone(hostAfter(connected(2), dropped(100)), later(160))).toBe(true);
    expect(isGone(hostAfter(connected(2), dropped(100), connected(159)), later(160))).toBe(false);
  });

  it('a new grant after a drop gives 5 minutes again', () => {
    const waiting = place(hostId, 'host', { connectedAt: at(2), droppedAt: at(100), grantedAt: at(150) });
    expect(isGone(waiting, later(450) - 1)).toBe(false);
    expect(isGone(waiting, later(450))).toBe(true);
  });

  it('a drop at the very instant of the grant counts as the later news', () => {
    expect(isGone(place(hostId, 'host', { droppedAt: at(0) }), later(60))).toBe(true);
  });

  it('a person judged gone is not judged again', () => {
    expect(isGone({ ...hostAfter(), isHere: false }, later(1_000))).toBe(false);
  });

  it('the sweep finds everybody who is gone', () => {
    const stage = [place(hostId, 'host', { connectedAt: at(1) }), place(speakerId, 'speaker')];
    expect(goneUserIds(live({ stage }), later(299))).toEqual([]);
    expect(goneUserIds(live({ stage }), later(300))).toEqual([speakerId]);
  });
});

describe('a meeting that lives on', () => {
  const lost = (changes = {}) => live({ stage: [place(hostId, 'host', { isHere: false, ...changes })] });

  it('proves somebody in it once all sound we know of is longer ago than a silent meeting lives', () => {
    expect(unheardOf(lost(), later(330) - 1)).toBeUndefined();
    expect(unheardOf(lost(), later(330))?.userId).toBe(hostId);
    const dropped = lost({ connectedAt: at(1), droppedAt: at(100) });
    expect(unheardOf(dropped, later(430) - 1)).toBeUndefined();
    expect(unheardOf(dropped, later(430))?.userId).toBe(hostId);
  });

  it('proves nobody when it may be another, or nobody has a credential', () => {
    const speaking = place(speakerId, 'speaker', { connectedAt: at(1) });
    expect(unheardOf(live({ stage: [...lost().stage, speaking] }), later(999))).toBeUndefined();
    expect(unheardOf(live({ stage: [...lost().stage, place(speakerId, 'speaker')] }), later(999))).toBeUndefined();
    expect(unheardOf(lost({ connectedAt: at(1) }), later(999))).toBeUndefined();
    const [{ attendeeId: _none, ...bare } = place(hostId, 'host')] = lost().stage;
    expect(unheardOf(live({ stage: [bare] }), later(999))).toBeUndefined();
  });
});

describe('media events', () => {
  it('of a drop and a return at the same instant count as the return', () => {
    expect(isConnected(hostAfter(connected(5), dropped(5)))).toBe(true);
  });

  it('doubled, late or in any order lead to the same presence', () => {
    const sign = fc.record({ kind: fc.constantFrom('connected', 'dropped'), seconds: fc.nat(100) });
    const run = fc
      .array(sign, { maxLength: 8 })
      .chain((signs) =>
        fc.tuple(fc.constant(signs), fc.shuffledSubarray([...signs, ...signs], { minLength: signs.length * 2 })),
      );
    fc.assert(
      fc.property(run, ([inOrder, shuffled]) => {
        const toSigns = (list: typeof inOrder): PresenceSign[] =>
          list.map(({ kind, seconds }) => (kind === 'connected' ? connected(seconds) : dropped(seconds)));
        expect(hostAfter(...toSigns(shuffled))).toEqual(hostAfter(...toSigns(inOrder)));
      }),
    );
  });

  it('of an attendee who is not on stage change nothing', () => {
    const room = live();
    expect(withSign(room, { ...dropped(5), attendeeId: 'a-listener' })).toBe(room);
  });
});
