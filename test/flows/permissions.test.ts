import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Action, actions, may, type Role, roles } from '../../domain/permissions.ts';
import { goLive, schedule } from '../given/stories.ts';
import { type Answer, type Door, openWorld, type Person, type World } from '../world.ts';

/** Everybody there is, in one room: somebody of each role, and who they act upon. */
type Company = {
  readonly roomId: string;
  readonly as: Readonly<Record<Role, Door>>;
  readonly people: Readonly<Record<'host' | 'listener' | 'outsider' | 'otherSpeaker' | 'otherCohost', Person>>;
  readonly guestId: string;
  at(path: string): string;
};
type Try = (company: Company, door: Door) => Promise<Answer>;

let world: World;
/** The live room of those who have not been upset yet. */
let calm: Company | undefined;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

let number = 0;
/** Fresh people in a fresh room, live unless it is planned. */
async function gather(isPlanned: boolean): Promise<Company> {
  number += 1;
  const named = (role: string, facts: object = {}) => world.person(`${role}${number}`, facts);
  const host = await named('host', { followers: 600 });
  const [cohost, speaker, listener] = [await named('cohost'), await named('speaker'), await named('listener')];
  const [outsider, otherSpeaker, otherCohost] = [
    await named('outsider'),
    await named('speakertoo'),
    await named('cohosttoo'),
  ];
  const stage = [
    [cohost, 'cohost'],
    [otherCohost, 'cohost'],
    [speaker, 'speaker'],
    [otherSpeaker, 'speaker'],
  ] as const;
  const roomId = isPlanned ? await schedule(world, host) : await goLive(host);
  const at = (path: string) => `/v1/rooms/${roomId}/${path}`;
  const guest = isPlanned ? undefined : await enter(host, listener, stage, at);
  return {
    roomId,
    at,
    people: { host, listener, outsider, otherSpeaker, otherCohost },
    guestId: guest?.id ?? 'g0000000000000',
    as: {
      host,
      cohost,
      speaker,
      listener,
      outsider,
      guest: guest ? guestDoor(guest.token) : world.nobody,
      moderator: await named('moderator', { roles: ['moderator'] }),
      admin: await named('admin', { roles: ['admin'] }),
    },
  };
}

async function enter(
  host: Person,
  listener: Person,
  stage: readonly (readonly [Person, 'cohost' | 'speaker'])[],
  at: (path: string) => string,
) {
  expect((await listener.post(at('join'))).status).toBe(200);
  for (const [person, role] of stage) {
    expect((await person.post(at('join'))).status).toBe(200);
    await host.post(at('invitations'), { userId: person.userId, role });
    expect((await person.post(at('invitations/me/accept'))).status).toBe(200);
  }
  return (await world.nobody.post(at('listen'))).body.guest;
}

/** As a guest's client calls: no account, the token we gave. */
function guestDoor(token: string): Door {
  const call =
    (method: 'get' | 'post' | 'put' | 'patch' | 'remove') =>
    (path: string, body?: object): Promise<Answer> =>
      world.nobody[method](path, body, { 'rostrum-guest': token });
  return { get: call('get'), post: call('post'), put: call('put'), patch: call('patch'), remove: call('remove') };
}

const moderation = (path: string) => `/v1/moderation/${path}`;
const suspension = { scope: 'hosting', reason: 'A reason.' };
const grant = { allows: ['host'], reason: 'A pilot.', expiresAt: '2099-01-01T00:00:00.000Z' };
const report = { reason: 'spam', text: 'What happened.' };

/** How each action is tried. What comes of it does not matter, only whether it is refused for the role. */
const tries = {
  start_room: ({ at }, door) => door.post(at('start')),
  reschedule_room: ({ roomId }, door) =>
    door.patch(`/v1/rooms/${roomId}`, { startsAt: new Date(world.cloud.clock.now() + 7_200_000).toISOString() }),
  cancel_room: ({ at }, door) => door.post(at('cancel')),
  end_room: ({ at }, door) => door.post(at('end')),
  update_room: ({ roomId }, door) => door.patch(`/v1/rooms/${roomId}`, { title: 'Another title' }),
  lock_room: ({ roomId }, door) => door.patch(`/v1/rooms/${roomId}`, { isLocked: true }),
  see_people: ({ at }, door) => door.get(at('people')),
  ask_to_speak: ({ at }, door) => door.post(at('requests')),
  see_requests: ({ at }, door) => door.get(at('requests')),
  decide_request: ({ at, people }, door) => door.post(at(`requests/${people.listener.userId}/decline`)),
  invite_cohost: ({ at, people }, door) =>
    door.post(at('invitations'), { userId: people.listener.userId, role: 'cohost' }),
  invite_speaker: ({ at, people }, door) =>
    door.post(at('invitations'), { userId: people.outsider.userId, role: 'speaker' }),
  invite_listener: ({ at, people }, door) =>
    door.post(at('invitations'), { userId: people.outsider.userId, role: 'listener' }),
  step_down: ({ at }, door) => door.remove(at('stage/me')),
  hand_over: ({ at, people }, door) => door.put(at('host'), { userId: people.otherCohost.userId }),
  demote_speaker: ({ at, people }, door) => door.remove(at(`stage/${people.otherSpeaker.userId}`)),
  demote_cohost: ({ at, people }, door) => door.remove(at(`stage/${people.otherCohost.userId}`)),
  demote_host: ({ at, people }, door) => door.remove(at(`stage/${people.host.userId}`)),
  mute_person: ({ at, people }, door) => door.put(at(`stage/${people.otherSpeaker.userId}/mute`), { isMuted: true }),
  mute_all: ({ at }, door) => door.put(at('mute-all'), { isOn: true }),
  raise_hand: ({ at }, door) => door.put(at('hand'), { isRaised: true }),
  remove_guest: ({ at, guestId }, door) => door.remove(at(`people/${guestId}`)),
  remove_listener: ({ at, people }, door) => door.remove(at(`people/${people.outsider.userId}`)),
  remove_speaker: ({ at, people }, door) => door.remove(at(`people/${people.otherSpeaker.userId}`)),
  remove_cohost: ({ at, people }, door) => door.remove(at(`people/${people.otherCohost.userId}`)),
  remove_host: ({ at, people }, door) => door.remove(at(`people/${people.host.userId}`)),
  see_bans: ({ at }, door) => door.get(at('bans')),
  lift_ban: ({ at, people }, door) => door.remove(at(`bans/${people.outsider.userId}`)),
  react: ({ at }, door) => door.post(at('reactions'), { emoji: '👏' }),
  chat: ({ at }, door) => door.post(at('chat'), { text: 'Hello.' }),
  read_chat: ({ at }, door) => door.get(at('chat')),
  change_chat_settings: ({ at }, door) => door.put(at('chat-settings'), { isOn: true, slowModeSeconds: 0 }),
  pin: ({ at }, door) => door.post(at('pins'), { url: 'https://example.com/' }),
  turn_captions_on: ({ at }, door) => door.put(at('captions'), { isOn: true }),
  consent_to_captions: ({ at }, door) => door.put(at('captions/consent'), { isGiven: true }),
  share_room: ({ at }, door) => door.post(at('shares')),
  set_sale: ({ at }, door) => door.put(at('sale'), { price: { amount: 500, currency: 'usd' }, quantity: 5 }),
  see_sales: ({ at }, door) => door.get(at('sales')),
  give_comp: ({ at, people }, door) => door.post(at('comps'), { userId: people.outsider.userId }),
  buy_ticket: ({ at }, door) => door.post(at('tickets')),
  report: ({ roomId }, door) => door.post('/v1/reports', { roomId, ...report }),
  appeal: (_, door) => door.post('/v1/me/appeals', { kind: 'verdict', text: 'Please look again.' }),
  see_reports: (_, door) => door.get(moderation('reports')),
  decide_report: (_, door) => door.patch(moderation('reports/rpt_0000000000abc'), { state: 'in_review' }),
  end_room_as_moderator: ({ roomId }, door) => door.post(moderation(`rooms/${roomId}/end`), { reason: 'A reason.' }),
  strip_role: ({ roomId, people }, door) =>
    door.remove(moderation(`rooms/${roomId}/stage/${people.otherSpeaker.userId}`)),
  read_audit: (_, door) => door.get(moderation('audit')),
  suspend_account: ({ people }, door) => door.put(moderation(`users/${people.outsider.userId}/suspension`), suspension),
  grant_hosting: ({ people }, door) => door.put(moderation(`users/${people.outsider.userId}/hosting-grant`), grant),
} as const satisfies Partial<Record<Action, Try>>;
type Tried = keyof typeof tries;

/** What is tried elsewhere, and why. */
const elsewhere: readonly Action[] = [
  // Whoever is not in the room is told so: there is nothing a role could forbid.
  'leave_room',
  'withdraw_request',
  'answer_invitation',
  // Own things against those of others: test/flows/conversation and captions.
  'delete_own_message',
  'delete_message',
  'remove_own_pin',
  'remove_pin',
  'turn_own_captions_off',
  'turn_captions_off',
  // Its issue is to come.
  'set_reminder',
];
const planned: readonly Tried[] = ['start_room', 'reschedule_room', 'cancel_room'];
/** After these there is another company: the room is over, or somebody is not who they were. */
const upsetting: readonly Tried[] = [
  ...planned,
  'end_room',
  'end_room_as_moderator',
  'step_down',
  'hand_over',
  'demote_speaker',
  'demote_cohost',
  'remove_guest',
  'remove_listener',
  'remove_speaker',
  'remove_cohost',
  'strip_role',
];
/** Nobody has these roles before a room is live. */
const onlyLive: readonly Role[] = ['cohost', 'speaker', 'listener', 'guest'];

/** Who works for the platform is a person like others, too. */
const mayAs = (role: Role, action: Action): boolean =>
  may(role, action) || ((role === 'moderator' || role === 'admin') && may('outsider', action));

/** Allowed unless the answer says that the role does not allow it, or that an account is needed. */
function isAllowed({ status, body }: Answer): boolean {
  expect(status, JSON.stringify(body)).toBeLessThan(500);
  return status !== 401 && body.error?.code !== 'not_allowed_for_role';
}

describe('every role × action by a call', { timeout: 30_000 }, () => {
  it('is tried here, or known to be tried elsewhere', () => {
    expect([...Object.keys(tries), ...elsewhere].toSorted()).toEqual([...actions].toSorted());
  });

  it.each(Object.entries(tries).map(([name, run]) => [name, run] as const))('%s', async (name, run) => {
    const action = actions.find((known) => known === name) ?? 'react';
    const isPlanned = planned.some((known) => known === name);
    const isUpsetting = upsetting.some((known) => known === name);
    const company: Company = isUpsetting ? await gather(isPlanned) : (calm ?? (await gather(false)));
    if (!isUpsetting) calm = company;
    // Whoever may not is refused before anybody who may changes what there is.
    const order = roles.toSorted((one, other) => Number(may(one, action)) - Number(may(other, action)));
    const tried: [Role, boolean][] = [];
    for (const role of order) {
      if (isPlanned && onlyLive.includes(role)) continue;
      const answer: Answer = await run(company, company.as[role]);
      tried.push([role, isAllowed(answer)]);
    }
    expect(tried).toEqual(tried.map(([role]) => [role, mayAs(role, action)]));
  });
});
