/** What clients are told as it happens: the difference between two images of a room, as frames of its channels. */

import { wantedTranscription } from './captions.ts';
import { changedNames, hasChanged } from './differences.ts';
import { stageMembers } from './events.ts';
import { liveChannel, personChannel, stageChannel } from './realtime.ts';
import type { LiveRoom, Room } from './room.ts';

/** Types that are told in order and counted by `seq`; ticks are absolute and repeat the last one. */
export type FrameType =
  | 'room.updated'
  | 'stage.changed'
  | 'host.lost'
  | 'host.back'
  | 'media.restarted'
  | 'room.ended'
  | 'pins.changed'
  | 'captions.changed'
  | 'chat.posted'
  | 'chat.deleted'
  | 'mute-all.changed'
  | 'hand.raised'
  | 'request.made'
  | 'request.withdrawn'
  | 'request.closed'
  | 'invited'
  | 'promoted'
  | 'demoted'
  | 'muted'
  | 'removed'
  | 'label'
  | 'ticket.changed'
  | 'realtime.rotated';

/** `id` is the same for every repeat of one change and of no other frame of any channel, so that it is counted once. */
export type Frame = {
  readonly id: string;
  readonly channel: string;
  readonly type: FrameType;
  readonly at: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** Whom the frame gives a fresh token for other channels; it is made when the frame is published. */
  readonly renews?: { readonly personId: string; readonly channels: readonly string[] };
  /** Whose way onto the stage the frame carries; it is read when the frame is published, a queue holds no credentials. */
  readonly promotes?: { readonly personId: string; readonly roomId: string };
};

type Told = Pick<Frame, 'channel' | 'type' | 'facts' | 'renews' | 'promotes'>;

/** Frames of one write of a room, oldest meaning first; none for a room that nobody can listen to yet. */
export function framesOf(before: Room | undefined, after: Room | undefined): readonly Frame[] {
  if (before?.status !== 'live' || !after || before.version >= after.version) return [];
  return toldOf(before, after).map((told) => ({
    ...told,
    id: `${after.id}.${after.version}.${told.type}.${told.channel.split('/').at(-1)}${markOf(told)}`,
    at: after.updatedAt,
  }));
}

/** One write may raise the hands of several people. */
const markOf = ({ facts: { userId } }: Told): string => (userId === undefined ? '' : `.${String(userId)}`);

function toldOf(before: LiveRoom, after: Room): readonly Told[] {
  const channel = liveChannel(before);
  if (after.status !== 'live') {
    return after.status === 'ended' ? [{ channel, type: 'room.ended', facts: { endReason: after.endReason } }] : [];
  }
  return [...toldToAll(before, after).map((told) => ({ ...told, channel })), ...toldToStage(before, after)];
}

/** Told where people listen until now: when the channel itself changes, this is what sends them to the new one. */
function toldToAll(before: LiveRoom, after: LiveRoom): readonly Omit<Told, 'channel'>[] {
  const told: Omit<Told, 'channel'>[] = [];
  const fields = changedFields(before, after);
  if (before.epoch !== after.epoch) told.push({ type: 'media.restarted', facts: { epoch: after.epoch } });
  if (Object.keys(fields).length > 0) told.push({ type: 'room.updated', facts: { ...fields, version: after.version } });
  if (hasChanged(stageMembers(before), stageMembers(after)))
    told.push({ type: 'stage.changed', facts: { speakers: stageMembers(after) } });
  if (hasChanged(before.pins, after.pins)) told.push({ type: 'pins.changed', facts: { pins: after.pins } });
  if (hasChanged(captionsOf(before), captionsOf(after)))
    told.push({ type: 'captions.changed', facts: captionsOf(after) });
  if (after.graceEndsAt !== undefined && before.graceEndsAt === undefined)
    told.push({ type: 'host.lost', facts: { graceEndsAt: after.graceEndsAt } });
  if (after.graceEndsAt === undefined && before.graceEndsAt !== undefined) told.push({ type: 'host.back', facts: {} });
  // Whoever may still listen asks for the next channel by joining again; whoever may not is refused there.
  if (liveChannel(before) !== liveChannel(after)) told.push({ type: 'realtime.rotated', facts: {} });
  return told;
}

/** The stage hears on its channel, and of the next one each person alone: a person who went must not learn its name. */
function toldToStage(before: LiveRoom, after: LiveRoom): readonly Told[] {
  const told: Told[] = [];
  if (before.isMutedAll !== after.isMutedAll)
    told.push({ channel: stageChannel(after), type: 'mute-all.changed', facts: { isOn: after.isMutedAll } });
  for (const { userId, isMuted, isHandRaised, attendeeId } of after.stage) {
    const old = before.stage.find((place) => place.userId === userId);
    const channel = personChannel(userId);
    if ((old?.isHandRaised ?? false) !== isHandRaised)
      told.push({ channel: stageChannel(after), type: 'hand.raised', facts: { userId, isRaised: isHandRaised } });
    const isNew = attendeeId !== undefined && old?.attendeeId === undefined && before.epoch === after.epoch;
    if (isNew) told.push({ channel, type: 'promoted', facts: {}, ...wayUp(after, userId) });
    if (old && !old.isMuted && isMuted) told.push({ channel, type: 'muted', facts: {} });
    if (old && stageChannel(before) !== stageChannel(after))
      told.push({ channel, type: 'realtime.rotated', facts: {}, renews: listening(after, userId, true) });
  }
  for (const { userId } of before.stage) {
    if (after.stage.some((place) => place.userId === userId)) continue;
    told.push({ channel: personChannel(userId), type: 'demoted', facts: {}, renews: listening(after, userId, false) });
  }
  return told;
}

const wayUp = (room: LiveRoom, personId: string) => ({
  promotes: { personId, roomId: room.id },
  renews: listening(room, personId, true),
});

/** `isRunning`: everybody who may speak has agreed, so that lines come. */
const captionsOf = (room: LiveRoom) => ({
  isOn: room.areCaptionsOn,
  isRunning: wantedTranscription(room).isOn,
  ...(room.areCaptionsOn && room.captions && { lang: room.captions.lang }),
});

const listening = (room: LiveRoom, personId: string, isOnStage: boolean) => ({
  personId,
  channels: [liveChannel(room), ...(isOnStage ? [stageChannel(room)] : []), personChannel(personId)],
});

const shown = [
  'title',
  'topics',
  'lang',
  'hostId',
  'speakersPolicy',
  'audience',
  'isListed',
  'areGuestsAllowed',
  'isLocked',
  'isMutedAll',
] as const satisfies readonly (keyof LiveRoom)[];

const changedFields = (before: LiveRoom, after: LiveRoom): Readonly<Record<string, unknown>> => ({
  ...Object.fromEntries(changedNames(shown, before, after).map((name) => [name, after[name]])),
  ...(hasChanged(before.chat, after.chat) && {
    isChatOn: after.chat.isOn,
    slowModeSeconds: after.chat.slowModeSeconds,
  }),
});
