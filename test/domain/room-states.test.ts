import { describe, expect, it } from 'vitest';
import { roomStatuses } from '../../domain/room.ts';
import { cancelRoom, endRoom, endRoomAsModerator, liveRoom, startRoom } from '../../domain/room-commands.ts';
import { priorStates, type RoomCommand, roomCommands, transition } from '../../domain/room-states.ts';
import {
  actor,
  at,
  codeOf,
  cohostId,
  crowded,
  granted,
  hostId,
  later,
  listenerId,
  live,
  meeting,
  policy,
  roomIn,
  scheduled,
} from './given.ts';

/** Per command: scheduled, live, ended, canceled. `+` changes, `=` is answered as it is. */
const expected: Record<RoomCommand, readonly [string, string, string, string]> = {
  start: ['+', '=', 'room_already_ended', 'room_already_ended'],
  update: ['+', '+', 'room_already_ended', 'room_already_ended'],
  reschedule: ['+', 'room_already_live', 'room_already_ended', 'room_already_ended'],
  cancel: ['+', 'room_already_live', 'room_already_ended', '='],
  end: ['room_not_live', '+', '=', 'room_already_ended'],
  end_by_moderator: ['room_not_live', '+', '=', 'room_already_ended'],
  change_stage: ['room_not_live', '+', 'room_already_ended', 'room_already_ended'],
  lose_host: ['=', '+', '=', '='],
  host_back: ['room_not_live', '+', 'room_already_ended', 'room_already_ended'],
  restart_media: ['room_not_live', '+', 'room_already_ended', 'room_already_ended'],
  grace_over: ['=', '+', '=', '='],
  too_long: ['=', '+', '=', '='],
  no_show: ['+', '=', '=', '='],
};

describe('every command in every status', () => {
  it.each(roomCommands)('%s', (command) => {
    const outcomes = roomStatuses.map((status) => {
      const step = transition(status, command);
      if (!step.isAllowed) return step.refusal.code;
      return step.value === 'change' ? '+' : '=';
    });
    expect(outcomes).toEqual(expected[command]);
    expect(priorStates(command)).toEqual(roomStatuses.filter((_, column) => expected[command][column] === '+'));
  });

  it('an ended or canceled room never changes its status again', () => {
    for (const command of roomCommands)
      expect(priorStates(command).some((status) => status === 'ended' || status === 'canceled')).toBe(false);
  });

  it.each(
    roomStatuses.flatMap((status) => [
      ['start', status] as const,
      ['end', status] as const,
      ['end_by_moderator', status] as const,
      ['cancel', status] as const,
    ]),
  )('the host or a moderator asks to %s a room that is %s', (command, status) => {
    const room = roomIn(status);
    const decide = { start: startRoom, end: endRoom, end_by_moderator: endRoomAsModerator, cancel: cancelRoom }[
      command
    ];
    const who = command === 'end_by_moderator' ? actor(listenerId, 'moderator') : actor(hostId);
    const decision = decide(room, who, later(30), policy);
    const outcome = expected[command][roomStatuses.indexOf(status)];
    expect(codeOf(decision)).toBe(outcome === '+' || outcome === '=' ? undefined : outcome);
    if (outcome === '=') expect(decision.isAllowed && decision.value).toBe(room);
  });
});

describe('starting', () => {
  it('is for the host alone', () => {
    expect(codeOf(startRoom(scheduled(), actor(listenerId), later(0), policy))).toBe('not_allowed_for_role');
  });

  it('is possible before the planned time and after it until the no-show limit', () => {
    for (const now of [later(-86_400), later(0), later(3_600) - 1]) {
      expect(codeOf(startRoom(scheduled(), actor(hostId), now, policy))).toBeUndefined();
    }
    expect(codeOf(startRoom(scheduled(), actor(hostId), later(3_600), policy))).toBe('room_already_ended');
  });

  it('puts the host on stage in the first epoch, one version later', () => {
    const room = liveRoom(scheduled({ version: 4 }), meeting, 'attendee-1', later(5));
    expect(room).toMatchObject({ status: 'live', epoch: 1, version: 5, startedAt: at(5), startsAt: at(0), hostId });
    expect(room.stage).toMatchObject([
      { userId: hostId, role: 'host', attendeeId: 'attendee-1', credentialCount: 1, isHere: true },
    ]);
  });

  it('at once keeps the version of the draft, since nothing was stored before', () => {
    const { startsAt, ...draft } = scheduled();
    const room = liveRoom({ ...draft, status: 'draft' }, meeting, 'attendee-1', later(5));
    expect(room.version).toBe(1);
    expect(room).not.toHaveProperty('startsAt');
  });
});

describe('ending', () => {
  it('is for the host, not for a co-host or a speaker', () => {
    expect(codeOf(endRoom(crowded(), actor(cohostId), later(30), policy))).toBe('not_allowed_for_role');
    expect(granted(endRoom(crowded(), actor(hostId), later(30), policy))).toMatchObject({
      status: 'ended',
      endReason: 'host_ended',
      endedAt: at(30),
      version: 2,
      cohostIds: [cohostId, '3'],
    });
  });

  it('leaves no meeting and no stage behind', () => {
    const ended = granted(endRoom(live({ graceEndsAt: at(600) }), actor(hostId), later(30), policy));
    for (const field of ['meeting', 'stage', 'graceEndsAt']) expect(ended).not.toHaveProperty(field);
  });

  it('by a moderator says so', () => {
    const ended = granted(endRoomAsModerator(live(), actor('9', 'moderator'), later(30), policy));
    expect(ended.endReason).toBe('moderator_ended');
    expect(codeOf(endRoomAsModerator(live(), actor(hostId), later(30), policy))).toBe('not_allowed_for_role');
  });

  it('a room that the grace has ended already keeps that reason', () => {
    const ended = granted(endRoom(live({ graceEndsAt: at(600) }), actor(hostId), later(700), policy));
    expect(ended).toMatchObject({ endReason: 'grace_ended', endedAt: at(600) });
  });
});

describe('canceling', () => {
  it('is for the host and says who did it', () => {
    expect(codeOf(cancelRoom(scheduled(), actor(listenerId), later(-60), policy))).toBe('not_allowed_for_role');
    expect(granted(cancelRoom(scheduled(), actor(hostId), later(-60), policy))).toMatchObject({
      status: 'canceled',
      endReason: 'host_canceled',
      endedAt: at(-60),
    });
  });
});
