/** Who may do what: every role and every action, in one table. Actions not built yet keep their place. */

import { allow, type Decision, refuse } from './refusal.ts';
import { type Room, type RoomDraft, roleInRoom } from './room.ts';

/** `outsider`: signed in, not in the room. `guest`: listens without an account. Moderators and admins are the platform's. */
export const roles = ['host', 'cohost', 'speaker', 'listener', 'guest', 'outsider', 'moderator', 'admin'] as const;
export type Role = (typeof roles)[number];
export const platformRoles = ['moderator', 'admin'] as const satisfies readonly Role[];
export type PlatformRole = (typeof platformRoles)[number];
/** Who acts, by a verified token; platform roles hold beside the one in the room. */
export type Actor = { readonly userId: string; readonly platformRoles: readonly PlatformRole[] };

const host = ['host'] as const;
const hosts = ['host', 'cohost'] as const;
const stage = ['host', 'cohost', 'speaker'] as const;
const members = [...stage, 'listener'] as const;
const listeners = [...members, 'guest'] as const;
const people = [...members, 'outsider'] as const;
const everyone = [...people, 'guest', 'moderator', 'admin'] as const;
const moderators = ['moderator'] as const;
const operators = ['moderator', 'admin'] as const;

export const permissions = {
  start_room: host,
  reschedule_room: host,
  cancel_room: host,
  end_room: host,
  update_room: hosts,
  lock_room: hosts,
  leave_room: listeners,
  see_people: [...people, 'moderator', 'admin'],

  ask_to_speak: ['listener'],
  withdraw_request: ['listener'],
  see_requests: hosts,
  decide_request: hosts,
  invite_cohost: host,
  invite_speaker: hosts,
  invite_listener: hosts,
  answer_invitation: ['speaker', 'listener', 'outsider'],
  step_down: ['cohost', 'speaker'],
  hand_over: host,
  demote_speaker: hosts,
  demote_cohost: host,
  demote_host: [],
  mute_person: hosts,
  mute_all: hosts,
  raise_hand: stage,

  remove_guest: hosts,
  remove_listener: hosts,
  remove_speaker: hosts,
  remove_cohost: host,
  remove_host: [],
  see_bans: hosts,
  lift_ban: hosts,

  react: members,
  chat: members,
  read_chat: [...members, 'moderator'],
  delete_own_message: members,
  delete_message: [...hosts, 'moderator'],
  change_chat_settings: hosts,
  pin: stage,
  remove_own_pin: stage,
  remove_pin: hosts,
  turn_captions_on: stage,
  turn_own_captions_off: stage,
  turn_captions_off: hosts,
  consent_to_captions: stage,
  share_room: people,

  set_sale: host,
  see_sales: host,
  give_comp: host,
  buy_ticket: ['speaker', 'listener', 'outsider'],
  set_reminder: people,

  report: everyone,
  appeal: [...people, 'moderator', 'admin'],
  see_reports: moderators,
  decide_report: moderators,
  end_room_as_moderator: moderators,
  strip_role: moderators,
  read_audit: moderators,
  suspend_account: operators,
  grant_hosting: operators,
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof permissions;
export const actions: readonly Action[] = Object.keys(permissions).filter(isAction);

function isAction(name: string): name is Action {
  return Object.hasOwn(permissions, name);
}

export function may(role: Role, action: Action): boolean {
  const allowed: readonly Role[] = permissions[action];
  return allowed.includes(role);
}

export function decide(role: Role, action: Action): Decision {
  return decideAny([role], action);
}

/** One of the roles a person holds is enough. */
export function decideAny(held: readonly Role[], action: Action): Decision {
  if (held.some((role) => may(role, action))) return allow();
  return refuse('not_allowed_for_role', { facts: { role: held[0] ?? 'outsider' } });
}

/** All roles of the actor: the one in the room first. `isListening` comes from the member item. */
export function rolesOf(room: Room | RoomDraft, actor: Actor, isListening = false): readonly Role[] {
  const place = roleInRoom(room, actor.userId);
  return [place === 'outsider' && isListening ? 'listener' : place, ...actor.platformRoles];
}

/** What removing or demoting somebody, or inviting to a role, is called for the role it concerns. */
export const removalOf = {
  host: 'remove_host',
  cohost: 'remove_cohost',
  speaker: 'remove_speaker',
  listener: 'remove_listener',
  guest: 'remove_guest',
} as const satisfies Record<string, Action>;
export const demotionOf = {
  host: 'demote_host',
  cohost: 'demote_cohost',
  speaker: 'demote_speaker',
} as const satisfies Record<string, Action>;
export const invitationTo = {
  cohost: 'invite_cohost',
  speaker: 'invite_speaker',
  listener: 'invite_listener',
} as const satisfies Record<string, Action>;
