/** How a room comes to be and changes: what may be wished for, in the form it is stored in. */

import { isUserId } from './ids.ts';
import { type Action, type Actor, decideAny, rolesOf } from './permissions.ts';
import type { Policy } from './policy.ts';
import { allow, type Decision, refuse } from './refusal.ts';
import {
  type Audience,
  firstChat,
  type Room,
  type RoomDraft,
  type RoomFields,
  type ScheduledRoom,
  type SpeakersPolicy,
} from './room.ts';
import { currentState } from './room-clock.ts';
import { transition } from './room-states.ts';
import { daySeconds, isoOf, millisecondsOf, timeFrom } from './time.ts';
import { topicsFrom } from './topic.ts';
import { isLanguage, normalText, titleProblem } from './wording.ts';

const maxInvited = 100;

export type RoomWish = {
  readonly title: string;
  readonly topics?: readonly string[];
  readonly lang?: string;
  readonly speakersPolicy?: SpeakersPolicy;
  readonly audience?: Audience;
  readonly isListed?: boolean;
  readonly areGuestsAllowed?: boolean;
  readonly invitedUserIds?: readonly string[];
  readonly startsAt?: string;
  readonly mediaRegion?: string;
};
/** What is not the wish itself: the new id, the verified creator, the config's region, time and rules. */
export type Making = {
  readonly id: string;
  readonly creatorId: string;
  readonly mediaRegion: string;
  readonly now: number;
  readonly policy: Policy;
};

/** A scheduled room if a start is planned, else a draft that goes live at once. */
export function createRoom(wish: RoomWish, making: Making): Decision<ScheduledRoom | RoomDraft> {
  const problem = wishProblem(wish, making.now, making.policy) ?? invitedProblem(wish.invitedUserIds ?? []);
  if (problem) return problem;
  const fields = fieldsOf(wish, making);
  const startsAt = wish.startsAt === undefined ? undefined : timeFrom(wish.startsAt);
  if (startsAt === undefined) return allow({ ...fields, status: 'draft' });
  return allow({ ...fields, status: 'scheduled', startsAt });
}

/** Hosts can have only so many rooms planned at once. */
export function mayScheduleAnother(scheduledRooms: number, policy: Policy): Decision {
  if (scheduledRooms < policy.maxScheduledRooms) return allow();
  return refuse('too_many_scheduled', { facts: { limit: policy.maxScheduledRooms } });
}

function fieldsOf(wish: RoomWish, { id, creatorId, mediaRegion, now, policy }: Making): RoomFields {
  const topics = topicsFrom(wish.topics ?? [], policy.maxTopics);
  const at = isoOf(now);
  return {
    id,
    title: normalText(wish.title),
    topics: topics.isAllowed ? topics.value : [],
    lang: wish.lang ?? 'en',
    creatorId,
    hostId: creatorId,
    invitedUserIds: [...new Set(wish.invitedUserIds ?? [])].filter((userId) => userId !== creatorId),
    speakersPolicy: wish.speakersPolicy ?? 'everyone',
    audience: wish.audience ?? 'public',
    isListed: wish.isListed ?? true,
    areGuestsAllowed: wish.areGuestsAllowed ?? true,
    isLocked: false,
    isMutedAll: false,
    isTicketed: false,
    areCaptionsOn: false,
    chat: firstChat,
    pins: [],
    mediaRegion: wish.mediaRegion ?? mediaRegion,
    epoch: 0,
    version: 1,
    createdAt: at,
    updatedAt: at,
  };
}

/** What a PATCH may set; the handler lets nothing else through. */
export type RoomPatch = {
  readonly title?: string;
  readonly topics?: readonly string[];
  readonly lang?: string;
  readonly speakersPolicy?: SpeakersPolicy;
  readonly audience?: Audience;
  readonly isLocked?: boolean;
  readonly areGuestsAllowed?: boolean;
  readonly startsAt?: string;
};
/** `changes` holds only what differs, so that two people who change different fields both succeed. */
export type RoomUpdate = { readonly next: Room; readonly changes: RoomPatch };

/** Applies a patch. `version`, if given, is the version the caller has seen: any later one is a conflict. */
export function updateRoom(
  room: Room,
  actor: Actor,
  { version, ...patch }: RoomPatch & { readonly version?: number },
  now: number,
  policy: Policy,
): Decision<RoomUpdate> {
  const current = currentState(room, now, policy);
  const problem = patchRefusal(current, actor, patch) ?? wishProblem(patch, now, policy) ?? soldProblem(current, patch);
  if (problem) return problem;
  if (version !== undefined && version !== room.version) {
    return refuse('version_conflict', { param: 'version', facts: { version: room.version } });
  }
  const changes = changesOf(current, patch, policy);
  if (Object.keys(changes).length === 0) return allow({ next: current, changes });
  return allow({ next: { ...current, ...changes, version: room.version + 1, updatedAt: isoOf(now) }, changes });
}

function patchRefusal(room: Room, actor: Actor, patch: RoomPatch): Decision<never> | undefined {
  const { isLocked, startsAt, ...others } = patch;
  const isOther = Object.values(others).some((value) => value !== undefined);
  const actions: Action[] = isOther || (isLocked === undefined && startsAt === undefined) ? ['update_room'] : [];
  if (isLocked !== undefined) actions.push('lock_room');
  if (startsAt !== undefined) actions.push('reschedule_room');
  const held = rolesOf(room, actor);
  for (const action of actions) {
    const permission = decideAny(held, action);
    if (!permission.isAllowed) return permission;
  }
  const step = transition(room.status, startsAt === undefined ? 'update' : 'reschedule');
  return step.isAllowed ? undefined : step;
}

/** Whoever has bought a ticket is let in by it: a room that sells them stays one for their holders. */
function soldProblem(room: Room, { audience = room.audience }: RoomPatch): Decision<never> | undefined {
  if (!room.isTicketed || audience === 'tickets' || audience === room.audience) return undefined;
  return refuse('invalid_field', {
    param: 'audience',
    message: 'audience stays tickets: tickets of this room are on sale, and their holders enter it.',
  });
}

function changesOf(room: Room, patch: RoomPatch, policy: Policy): RoomPatch {
  const { title, topics, startsAt } = patch;
  const stored = topics === undefined ? undefined : topicsFrom(topics, policy.maxTopics);
  const wished: RoomPatch = {
    ...patch,
    ...(title === undefined ? {} : { title: normalText(title) }),
    ...(stored?.isAllowed ? { topics: stored.value } : {}),
    ...(startsAt === undefined ? {} : { startsAt: timeFrom(startsAt) }),
  };
  const old = new Map<string, unknown>(Object.entries(room));
  const differs = ([field, value]: [string, unknown]): boolean => value !== undefined && !isSame(value, old.get(field));
  return Object.fromEntries(Object.entries(wished).filter(differs));
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (Array.isArray(a) && Array.isArray(b) && a.join('\n') === b.join('\n'));
}

function wishProblem(wish: Partial<RoomWish>, now: number, policy: Policy): Decision<never> | undefined {
  const title = wish.title === undefined ? undefined : titleProblem(wish.title, policy.maxTitleCharacters);
  if (title !== undefined) return refuse('invalid_field', { param: 'title', message: `title ${title}.` });
  const topics = topicsFrom(wish.topics ?? [], policy.maxTopics);
  if (!topics.isAllowed) return topics;
  if (wish.lang !== undefined && !isLanguage(wish.lang)) {
    return refuse('invalid_field', { param: 'lang', message: 'lang must be a language tag such as en or pt-BR.' });
  }
  return wish.startsAt === undefined ? undefined : startProblem(wish.startsAt, now, policy);
}

function startProblem(wished: string, now: number, policy: Policy): Decision<never> | undefined {
  const startsAt = timeFrom(wished);
  if (startsAt === undefined)
    return refuse('invalid_field', { param: 'startsAt', message: 'startsAt must be an ISO 8601 time.' });
  const aheadSeconds = (millisecondsOf(startsAt) - now) / 1000;
  if (aheadSeconds < 0) return refuse('starts_in_past', { param: 'startsAt' });
  if (aheadSeconds <= policy.scheduleAheadDays * daySeconds) return undefined;
  return refuse('too_far_ahead', { param: 'startsAt', facts: { scheduleAheadDays: policy.scheduleAheadDays } });
}

function invitedProblem(userIds: readonly string[]): Decision<never> | undefined {
  if (userIds.length <= maxInvited && userIds.every(isUserId)) return undefined;
  return refuse('invalid_field', {
    param: 'invitedUserIds',
    message: `invitedUserIds must be at most ${maxInvited} user ids.`,
  });
}
