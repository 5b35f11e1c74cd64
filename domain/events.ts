/** What others are told: the difference between two images of an item, as events of the bus. Pure, so replays repeat it. */

import { changedNames, hasChanged } from './differences.ts';
import { hostingVerdict, type Verdict } from './eligibility.ts';
import type { Profile } from './person.ts';
import type { Policy } from './policy.ts';
import type { LiveRoom, Room } from './room.ts';
import type { StagePlace } from './stage.ts';

/** Everything Rostrum puts on the bus; those not made here come with their features. */
export const eventNames = [
  'room.scheduled',
  'room.rescheduled',
  'room.canceled',
  'room.live',
  'room.updated',
  'room.shared',
  'room.restarted',
  'room.ended',
  'stage.changed',
  'person.removed',
  'person.blocked',
  'report.filed',
  'moderation.decided',
  'ticket.held',
  'ticket.purchased',
  'ticket.expired',
  'ticket.refunded',
  'ticket.disputed',
  'sale.sold_out',
  'payout.sent',
  'reminder.page',
  'verdict.changed',
] as const;
export type EventName = (typeof eventNames)[number];

/** `id` is the same for every repeat of one change, so that consumers can drop doubles. */
export type EventDetail = {
  readonly id: string;
  readonly at: string;
  readonly version: number;
  readonly roomId?: string;
  readonly userId?: string;
  readonly [field: string]: unknown;
};
export type DomainEvent = { readonly name: EventName; readonly detail: EventDetail };

export type StageMember = Pick<StagePlace, 'userId' | 'role' | 'attendeeId' | 'isMuted'>;

/** Events of one write of a room, oldest meaning first. A write without a new version (soft counts) has none. */
export function eventsOf(before: Room | undefined, after: Room | undefined): readonly DomainEvent[] {
  if (!after || (before && before.version >= after.version)) return [];
  const names = namesOf(before, after);
  return names.map((name) => roomEvent(name, after, factsOf(name, before, after)));
}

function namesOf(before: Room | undefined, after: Room): readonly EventName[] {
  if (before?.status !== after.status) return [statusEvents[after.status]];
  const names: EventName[] = [];
  if (before.epoch !== after.epoch) names.push('room.restarted');
  if (before.startsAt !== after.startsAt) names.push('room.rescheduled');
  if (changedFields(before, after).length > 0) names.push('room.updated');
  if (hasStageChanged(before, after)) names.push('stage.changed');
  return names;
}

const statusEvents = {
  scheduled: 'room.scheduled',
  live: 'room.live',
  ended: 'room.ended',
  canceled: 'room.canceled',
} as const satisfies Record<Room['status'], EventName>;

function roomEvent(name: EventName, room: Room, facts: Readonly<Record<string, unknown>>): DomainEvent {
  const id = `evt_${room.id}.${room.version}.${name}`;
  return {
    name,
    detail: { id, at: room.updatedAt, version: room.version, roomId: room.id, userId: room.hostId, ...facts },
  };
}

function factsOf(name: EventName, before: Room | undefined, after: Room): Readonly<Record<string, unknown>> {
  const { title, topics, lang, audience, isListed, startsAt, epoch } = after;
  const card = { title, topics, lang, audience, isListed, ...(startsAt === undefined ? {} : { startsAt }) };
  if (name === 'stage.changed' && after.status === 'live') return { speakers: stageMembers(after) };
  if (name === 'room.updated') return { changed: before ? changedFields(before, after) : [], ...card };
  if (name === 'room.rescheduled') return { ...card, previousStartsAt: before?.startsAt };
  if (after.status === 'live') return { ...card, epoch, startedAt: after.startedAt };
  if (after.status === 'scheduled') return card;
  // Whoever cleans up after the room must still know its last meeting.
  const meeting = before?.status === 'live' ? { meetingId: before.meeting.id } : {};
  return { ...card, endedAt: after.endedAt, endReason: after.endReason, ...meeting };
}

/** Who is on stage, as clients are shown it. */
export function stageMembers(room: LiveRoom): readonly StageMember[] {
  return room.stage.map(({ userId, role, attendeeId, isMuted }) => ({ userId, role, attendeeId, isMuted }));
}

const watched = [
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
  'isTicketed',
  'areCaptionsOn',
  'chat',
  'pins',
  'invitedUserIds',
  'epoch',
  'graceEndsAt',
] as const;

const changedFields = (before: Room, after: Room): readonly string[] => changedNames(watched, before, after);

function hasStageChanged(before: Room, after: Room): boolean {
  if (before.status !== 'live' || after.status !== 'live') return false;
  return hasChanged(stageMembers(before), stageMembers(after));
}

/** `verdict.changed` when a write of the profile made somebody eligible to host, or not any more. */
export function verdictEventsOf(
  before: Profile | undefined,
  after: Profile | undefined,
  now: number,
  policy: Policy,
): readonly DomainEvent[] {
  if (!after || (before && before.version >= after.version)) return [];
  const old = before ? hostingVerdict({ profile: before, now, policy }) : undefined;
  const fresh = hostingVerdict({ profile: after, now, policy });
  return (old?.isEligible ?? false) === fresh.isEligible ? [] : [verdictEvent(after, fresh)];
}

function verdictEvent({ userId, version, updatedAt }: Profile, { isEligible, preset, rules }: Verdict): DomainEvent {
  const id = `evt_${userId}.${version}.verdict.changed`;
  return { name: 'verdict.changed', detail: { id, at: updatedAt, version, userId, isEligible, preset, rules } };
}
