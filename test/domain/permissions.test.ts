import { describe, expect, it } from 'vitest';
import { actions, decide, decideAny, may, type Role, roles, rolesOf } from '../../domain/permissions.ts';
import { actor, codeOf, cohostId, crowded, hostId, listenerId, roomIn, scheduled, speakerId } from './given.ts';

const letters: Record<string, Role> = {
  H: 'host',
  C: 'cohost',
  S: 'speaker',
  L: 'listener',
  G: 'guest',
  O: 'outsider',
  M: 'moderator',
  A: 'admin',
};

/** Who may do what, typed again from the product's description. */
const expected: Record<string, string> = {
  start_room: 'H',
  reschedule_room: 'H',
  cancel_room: 'H',
  end_room: 'H',
  update_room: 'HC',
  lock_room: 'HC',
  leave_room: 'HCSLG',
  see_people: 'HCSLOMA',
  ask_to_speak: 'L',
  withdraw_request: 'L',
  see_requests: 'HC',
  decide_request: 'HC',
  invite_cohost: 'H',
  invite_speaker: 'HC',
  invite_listener: 'HC',
  answer_invitation: 'SLO',
  step_down: 'CS',
  hand_over: 'H',
  demote_speaker: 'HC',
  demote_cohost: 'H',
  demote_host: '',
  mute_person: 'HC',
  mute_all: 'HC',
  raise_hand: 'HCS',
  remove_guest: 'HC',
  remove_listener: 'HC',
  remove_speaker: 'HC',
  remove_cohost: 'H',
  remove_host: '',
  see_bans: 'HC',
  lift_ban: 'HC',
  react: 'HCSL',
  chat: 'HCSL',
  read_chat: 'HCSLM',
  delete_own_message: 'HCSL',
  delete_message: 'HCM',
  change_chat_settings: 'HC',
  pin: 'HCS',
  remove_own_pin: 'HCS',
  remove_pin: 'HC',
  turn_captions_on: 'HCS',
  turn_own_captions_off: 'HCS',
  turn_captions_off: 'HC',
  consent_to_captions: 'HCS',
  share_room: 'HCSLO',
  set_sale: 'H',
  see_sales: 'H',
  give_comp: 'H',
  buy_ticket: 'SLO',
  set_reminder: 'HCSLO',
  report: 'HCSLGOMA',
  appeal: 'HCSLOMA',
  see_reports: 'M',
  decide_report: 'M',
  end_room_as_moderator: 'M',
  strip_role: 'M',
  read_audit: 'M',
  suspend_account: 'MA',
  grant_hosting: 'MA',
};

describe('permissions', () => {
  it('every role may do exactly what the description gives it', () => {
    expect([...actions].sort()).toEqual(Object.keys(expected).sort());
    for (const action of actions) {
      const allowed = [...(expected[action] ?? '')].map((letter) => letters[letter]);
      for (const role of roles) expect(may(role, action), `${role} ${action}`).toBe(allowed.includes(role));
    }
  });

  it('says no with the role held', () => {
    expect(decide('speaker', 'mute_all')).toMatchObject({
      refusal: { code: 'not_allowed_for_role', facts: { role: 'speaker' } },
    });
    expect(codeOf(decide('cohost', 'mute_all'))).toBeUndefined();
  });

  it('one of several roles is enough: a listening moderator may end the room', () => {
    expect(codeOf(decideAny(['listener', 'moderator'], 'end_room_as_moderator'))).toBeUndefined();
    expect(codeOf(decideAny(['listener', 'admin'], 'end_room_as_moderator'))).toBe('not_allowed_for_role');
  });

  it('a person holds the role of the place on stage, else that of the audience', () => {
    const room = crowded();
    const held = [hostId, cohostId, speakerId, listenerId].map((userId) => rolesOf(room, actor(userId), true)[0]);
    expect(held).toEqual(['host', 'cohost', 'speaker', 'listener']);
    expect(rolesOf(room, actor(listenerId))).toEqual(['outsider']);
    expect(rolesOf(room, actor(listenerId, 'moderator'))).toEqual(['outsider', 'moderator']);
  });

  it('the host of a room that is not live is its host', () => {
    expect(rolesOf(scheduled(), actor(hostId))).toEqual(['host']);
    expect(rolesOf(roomIn('ended'), actor(hostId))).toEqual(['host']);
    expect(rolesOf(roomIn('canceled'), actor(listenerId))).toEqual(['outsider']);
  });
});
