import { describe, expect, it } from 'vitest';
import { framesOf } from '../../domain/frame.ts';
import { channelsOf, liveChannel, personChannel, stageChannel } from '../../domain/realtime.ts';
import { type LiveRoom, nextVersion } from '../../domain/room.ts';
import { endedRoom } from '../../domain/room-clock.ts';
import { takeStage, withoutPlace, withPlace } from '../../domain/stage.ts';
import { hostBack, hostLost } from '../../domain/succession.ts';
import { at, cohostId, crowded, granted, hostId, later, listenerId, live, policy, roomIn, speakerId } from './given.ts';

/** What one change of a room tells, as channel and type. */
const told = (before: LiveRoom, after: LiveRoom) => framesOf(before, after).map(({ channel, type }) => [channel, type]);
const changed = (room: LiveRoom, fields: Partial<LiveRoom>): LiveRoom => nextVersion({ ...room, ...fields }, at(30));

describe('frames', () => {
  const room = crowded();
  const open = liveChannel(room);

  it('tell nothing of a room that does not change, nor of one nobody listens to yet', () => {
    expect(framesOf(room, room)).toEqual([]);
    expect(framesOf(undefined, room)).toEqual([]);
    expect(framesOf(roomIn('scheduled'), changed(room, { title: 'Now' }))).toEqual([]);
    expect(framesOf(room, undefined)).toEqual([]);
  });

  it('tell everybody what changed in the room, and only that', () => {
    const after = changed(room, { title: 'Another', isLocked: true });
    expect(framesOf(room, after)).toEqual([
      {
        id: `${room.id}.${after.version}.room.updated.live`,
        channel: open,
        type: 'room.updated',
        at: at(30),
        facts: { title: 'Another', isLocked: true, version: after.version },
      },
    ]);
  });

  it('tell everybody who is on stage, with the attendees that clients know them by', () => {
    const after = granted(takeStage(room, listenerId, 'speaker', later(30), policy));
    const [frame] = framesOf(room, after);
    expect(frame).toMatchObject({ channel: open, type: 'stage.changed' });
    expect(frame?.facts['speakers']).toHaveLength(5);
    expect(told(room, after)).toEqual([[open, 'stage.changed']]);
  });

  it('tell everybody that the last host is lost and until when the room waits, and that one is back', () => {
    const alone = live();
    const lost = hostLost(alone, hostId, later(30), policy);
    expect(framesOf(alone, lost)).toMatchObject([{ type: 'host.lost', facts: { graceEndsAt: lost.graceEndsAt } }]);
    expect(told(lost, hostBack(lost, hostId, later(60), policy))).toEqual([[open, 'host.back']]);
  });

  it('tell everybody of a new meeting and of the end', () => {
    expect(framesOf(room, changed(room, { epoch: 2 }))).toMatchObject([
      { type: 'media.restarted', facts: { epoch: 2 } },
    ]);
    const ended = endedRoom(room, 'host_ended', at(90));
    expect(framesOf(room, ended)).toMatchObject([
      { channel: open, type: 'room.ended', facts: { endReason: 'host_ended' } },
    ]);
  });

  it('send everybody of an open room that closes away from the open channel', () => {
    expect(told(room, changed(room, { audience: 'followers' }))).toEqual([
      [open, 'room.updated'],
      [open, 'realtime.rotated'],
    ]);
    const closed = live({ audience: 'invited' });
    const next = changed(closed, { channels: { stage: 1, live: 2 } });
    expect(framesOf(closed, next)).toMatchObject([
      { channel: liveChannel(closed), type: 'realtime.rotated', facts: {} },
    ]);
    expect(JSON.stringify(framesOf(closed, next))).not.toContain(liveChannel(next));
  });

  it('tell the stage alone that all are muted, and a person alone of being muted', () => {
    expect(told(room, changed(room, { isMutedAll: true }))).toEqual([
      [open, 'room.updated'],
      [stageChannel(room), 'mute-all.changed'],
    ]);
    const muted = withPlace(room, speakerId, (place) => ({ ...place, isMuted: true }));
    expect(told(room, changed(muted, {}))).toEqual([
      [open, 'stage.changed'],
      [personChannel(speakerId), 'muted'],
    ]);
  });

  it('give everybody who stays on stage the next channel, and whoever went none of the stage', () => {
    const after = changed(withoutPlace(room, speakerId), {});
    expect(stageChannel(after)).not.toBe(stageChannel(room));
    const frames = framesOf(room, after);
    expect(frames.map(({ type }) => type).toSorted()).toEqual([
      'demoted',
      'realtime.rotated',
      'realtime.rotated',
      'realtime.rotated',
      'stage.changed',
    ]);
    for (const { type, channel, renews } of frames.filter((frame) => frame.renews)) {
      expect(channel).toBe(personChannel(renews?.personId ?? ''));
      expect(renews?.channels).toEqual(channelsOf(after, renews?.personId ?? ''));
      expect([hostId, cohostId].includes(renews?.personId ?? '') ? type : 'other').not.toBe('demoted');
    }
    expect(JSON.stringify(frames.filter(({ channel }) => channel === open))).not.toContain('stage-');
  });

  it('have one id for every repeat and another for every frame', () => {
    const after = changed(withoutPlace(room, speakerId), { title: 'Another' });
    const ids = framesOf(room, after).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(framesOf(room, after).map(({ id }) => id)).toEqual(ids);
  });
});
