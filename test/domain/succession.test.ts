import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LiveRoom, roleInRoom } from '../../domain/room.ts';
import { currentState } from '../../domain/room-clock.ts';
import { placeOf } from '../../domain/stage.ts';
import { handOver, heardOf, hostBack, hostLost, leaveStage } from '../../domain/succession.ts';
import {
  at,
  codeOf,
  cohostId,
  crowded,
  granted,
  hostId,
  later,
  listenerId,
  live,
  otherCohostId,
  place,
  policy,
  speakerId,
} from './given.ts';

describe('a host who drops for good', () => {
  it('alone: the grace of 10 minutes starts', () => {
    const room = hostLost(live(), hostId, later(60), policy);
    expect(room).toMatchObject({ hostId, graceEndsAt: at(660), version: 2, updatedAt: at(60) });
    expect(placeOf(room, hostId)?.isHere).toBe(false);
  });

  it('with only a speaker beside: the grace starts all the same', () => {
    const room = live({ stage: [place(hostId, 'host'), place(speakerId, 'speaker')] });
    expect(hostLost(room, hostId, later(60), policy).graceEndsAt).toBe(at(660));
  });

  it('is succeeded by the co-host who accepted first, and is co-host from then on', () => {
    const room = hostLost(crowded(), hostId, later(60), policy);
    expect(room.hostId).toBe(otherCohostId);
    expect([hostId, cohostId, otherCohostId].map((userId) => roleInRoom(room, userId))).toEqual([
      'cohost',
      'cohost',
      'host',
    ]);
    expect(room).not.toHaveProperty('graceEndsAt');
  });

  it('is not succeeded by a co-host who is away', () => {
    const stage = crowded().stage.map((one) => (one.userId === otherCohostId ? { ...one, isHere: false } : one));
    expect(hostLost(crowded({ stage }), hostId, later(60), policy).hostId).toBe(cohostId);
  });

  it('is lost once: the same news again, and news of strangers, change nothing', () => {
    const room = hostLost(live(), hostId, later(60), policy);
    expect(hostLost(room, hostId, later(90), policy)).toBe(room);
    expect(hostLost(room, listenerId, later(90), policy)).toBe(room);
  });

  it('one after the other: the grace starts with the last of the hosts and is not prolonged by speakers who go', () => {
    let room = crowded();
    for (const userId of [hostId, cohostId]) room = hostLost(room, userId, later(60), policy);
    expect(room).not.toHaveProperty('graceEndsAt');
    room = hostLost(room, otherCohostId, later(70), policy);
    expect(room.graceEndsAt).toBe(at(670));
    expect(hostLost(room, speakerId, later(80), policy).graceEndsAt).toBe(at(670));
  });
});

describe('a host who comes back', () => {
  const alone = hostLost(live(), hostId, later(60), policy);

  it('within the grace takes the room again', () => {
    const room = hostBack(alone, hostId, later(659), policy);
    expect(room).not.toHaveProperty('graceEndsAt');
    expect(placeOf(room, hostId)).toMatchObject({ role: 'host', isHere: true, grantedAt: at(659) });
    expect(currentState(room, later(3_600), policy).status).toBe('live');
  });

  it('finds the room closed at exactly the end of the grace', () => {
    expect(currentState(alone, later(660) - 1, policy).status).toBe('live');
    expect(currentState(alone, later(660), policy)).toMatchObject({ status: 'ended', endReason: 'grace_ended' });
  });

  it('after a co-host took over is co-host', () => {
    const room = hostBack(hostLost(crowded(), hostId, later(60), policy), hostId, later(90), policy);
    expect(room.hostId).toBe(otherCohostId);
    expect(placeOf(room, hostId)).toMatchObject({ role: 'cohost', isHere: true });
  });

  it('who never went changes nothing', () => {
    const room = live({ stage: [place(hostId, 'host', { connectedAt: at(5) })] });
    expect(hostBack(room, hostId, later(60), policy)).toBe(room);
    expect(hostBack(room, listenerId, later(60), policy)).toBe(room);
  });

  it('before the drop was judged starts the time to connect anew', () => {
    const room = live({ stage: [place(hostId, 'host', { connectedAt: at(5), droppedAt: at(50) })] });
    expect(placeOf(hostBack(room, hostId, later(60), policy), hostId)?.grantedAt).toBe(at(60));
  });

  it('a co-host who comes into the grace becomes host, and the host who follows is co-host', () => {
    let room = crowded();
    for (const userId of [hostId, cohostId, otherCohostId]) room = hostLost(room, userId, later(60), policy);
    room = hostBack(room, cohostId, later(90), policy);
    expect(room.hostId).toBe(cohostId);
    expect(room).not.toHaveProperty('graceEndsAt');
    expect(roleInRoom(hostBack(room, hostId, later(95), policy), hostId)).toBe('cohost');
  });

  it('a speaker who comes into the grace does not stop it', () => {
    const stage = [place(hostId, 'host'), place(speakerId, 'speaker', { isHere: false })];
    const room = hostLost(live({ stage }), hostId, later(60), policy);
    expect(hostBack(room, speakerId, later(90), policy).graceEndsAt).toBe(at(660));
  });
});

describe('leaving', () => {
  it('a host hands over at once, or starts the grace at once', () => {
    expect(granted(leaveStage(crowded(), hostId, later(60), policy)).hostId).toBe(otherCohostId);
    expect(granted(leaveStage(live(), hostId, later(60), policy)).graceEndsAt).toBe(at(660));
  });

  it('a co-host keeps the role, a speaker gives the place up, a listener has none', () => {
    const room = crowded();
    expect(placeOf(granted(leaveStage(room, cohostId, later(60), policy)), cohostId)).toMatchObject({
      role: 'cohost',
      isHere: false,
    });
    expect(placeOf(granted(leaveStage(room, speakerId, later(60), policy)), speakerId)).toBeUndefined();
    expect(codeOf(leaveStage(room, listenerId, later(60), policy))).toBe('not_on_stage');
  });

  it('twice is once', () => {
    const room = granted(leaveStage(live(), hostId, later(60), policy));
    expect(granted(leaveStage(room, hostId, later(90), policy))).toBe(room);
  });

  it('is not undone by a late report that the leaver had connected', () => {
    const room = granted(leaveStage(live(), hostId, later(60), policy));
    const next = heardOf(room, { attendeeId: `attendee-${hostId}`, kind: 'connected', at: at(2) }, later(61), policy);
    expect(placeOf(next, hostId)?.isHere).toBe(false);
    expect(next.graceEndsAt).toBe(at(660));
  });
});

describe('media events', () => {
  it('who connects after having been judged gone is back', () => {
    const room = hostLost(live(), hostId, later(300), policy);
    const next = heardOf(
      room,
      { attendeeId: `attendee-${hostId}`, kind: 'connected', at: at(310) },
      later(311),
      policy,
    );
    expect(placeOf(next, hostId)?.isHere).toBe(true);
    expect(next).not.toHaveProperty('graceEndsAt');
  });

  it('known already, or of an attendee that is no longer the place’s, change nothing', () => {
    const room = live({ stage: [place(hostId, 'host', { connectedAt: at(5) })] });
    for (const sign of [
      { attendeeId: `attendee-${hostId}`, kind: 'connected', at: at(5) },
      { attendeeId: `attendee-${hostId}`, kind: 'connected', at: at(4) },
      { attendeeId: 'attendee-old', kind: 'dropped', at: at(9) },
    ] as const) {
      expect(heardOf(room, sign, later(10), policy)).toBe(room);
    }
  });
});

describe('handing over', () => {
  it('host and co-host swap roles', () => {
    const room = granted(handOver(crowded(), cohostId, later(60), policy));
    expect([room.hostId, roleInRoom(room, cohostId), roleInRoom(room, hostId)]).toEqual([cohostId, 'host', 'cohost']);
  });

  it('works for co-hosts only, and again to the same person changes nothing', () => {
    expect(codeOf(handOver(crowded(), speakerId, later(60), policy))).toBe('not_allowed_for_role');
    expect(codeOf(handOver(crowded(), listenerId, later(60), policy))).toBe('not_on_stage');
    const room = crowded();
    expect(granted(handOver(room, hostId, later(60), policy))).toBe(room);
  });
});

it('whoever comes and goes in whatever order, a room has one host, and a grace exactly while no host is here', () => {
  const move = fc.tuple(
    fc.constantFrom('lost', 'back', 'leave'),
    fc.constantFrom(hostId, cohostId, otherCohostId, speakerId, listenerId),
  );
  fc.assert(
    fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
      let room: LiveRoom = crowded();
      for (const [at, [kind, userId]] of moves.entries()) {
        if (kind === 'lost') room = hostLost(room, userId, later(at), policy);
        if (kind === 'back') room = hostBack(room, userId, later(at), policy);
        const left = kind === 'leave' ? leaveStage(room, userId, later(at), policy) : undefined;
        if (left?.isAllowed) room = left.value;
        expect(room.stage.filter(({ role }) => role === 'host').map((one) => one.userId)).toEqual([room.hostId]);
        expect(room.stage.filter(({ role }) => role === 'cohost')).toHaveLength(2);
        const isRun = room.stage.some(({ role, isHere }) => role !== 'speaker' && isHere);
        expect(room.graceEndsAt === undefined).toBe(isRun);
      }
    }),
  );
});
