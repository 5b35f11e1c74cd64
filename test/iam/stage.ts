import type { Person, World } from '../world.ts';
import {
  beforeRelay,
  type Chapter,
  eligible,
  fault,
  goLive,
  join,
  newcomer,
  sure,
  told,
  waitUntil,
} from './telling.ts';

/** Asked, invited, brought up, muted, put down, removed, handed over; and what the minter repairs of it. */
export const stage: Chapter = async (world) => {
  const host = await eligible(world, 'tana');
  const [eve, finn, gus] = [await world.person('teve'), await world.person('tfinn'), await world.person('tgus')];
  const id = await goLive(world, host);
  for (const person of [eve, finn, gus]) await join(person, id);
  const at = (path: string) => `/v1/rooms/${id}/${path}`;
  await strangers(world, at);
  await asking(host, eve, at);
  await inviting(host, finn, at);
  await running(world, { host, speaker: eve, cohost: finn, at });
  world.cloud.faults.clear();
  await world.settle();
  told(await gus.post(at('requests')));
  told(await gus.post(at('leave')));
  await world.advance(5);
  sure(told(await host.get(at('requests'))).data.length === 0, 'who goes asks no longer');
  told(await host.remove(at(`people/${gus.userId}`)));
  told(await host.get(at('bans')));
  told(await host.remove(at(`bans/${gus.userId}`)));
  told(await host.put(at('host'), { userId: finn.userId }));
  await world.settle();
};

type Path = (path: string) => string;

/** Whoever does a thing first is made by it, whatever is answered. */
async function strangers(world: World, at: Path): Promise<void> {
  const calls = [
    ['post', 'requests'],
    ['remove', 'requests/me'],
    ['get', 'requests'],
    ['post', 'requests/4242/accept'],
    ['post', 'requests/4242/decline'],
    ['post', 'invitations', { userId: '4242', role: 'speaker' }],
    ['post', 'invitations/me/accept'],
    ['post', 'invitations/me/decline'],
    ['remove', 'invitations/4242'],
    ['remove', 'stage/me'],
    ['put', 'stage/4242/mute', { isMuted: true }],
    ['put', 'mute-all', { isOn: true }],
    ['put', 'hand', { isRaised: true }],
    ['put', 'host', { userId: '4242' }],
    ['remove', 'people/4242'],
    ['get', 'bans'],
    ['remove', 'bans/4242'],
  ] as const;
  for (const [index, [method, path, body]] of calls.entries()) {
    const stranger = await newcomer(world, `tnew${index}`);
    told(await stranger[method](at(path), body), 403, 404);
  }
}

async function asking(host: Person, eve: Person, at: Path): Promise<void> {
  told(await eve.post(at('requests'), undefined, { 'idempotency-key': 'once' }));
  told(await eve.remove(at('requests/me')));
  told(await eve.post(at('requests')));
  told(await host.post(at(`requests/${eve.userId}/decline`)));
  told(await eve.post(at('requests')));
  sure(told(await host.get(at('requests'))).data.length === 1, 'the request is seen');
  told(await host.post(at(`requests/${eve.userId}/accept`)));
}

async function inviting(host: Person, finn: Person, at: Path): Promise<void> {
  const wish = { userId: finn.userId, role: 'cohost' };
  told(await host.post(at('invitations'), wish, { 'idempotency-key': 'invited' }));
  told(await finn.post(at('invitations/me/decline')));
  told(await host.post(at('invitations'), wish));
  told(await host.remove(at(`invitations/${finn.userId}`)));
  told(await host.post(at('invitations'), wish));
  told(await finn.post(at('invitations/me/accept')));
}

type Running = { readonly host: Person; readonly speaker: Person; readonly cohost: Person; readonly at: Path };

/** A credential is being made for somebody who is put off the stage again. */
async function putDownWhileInvited(world: World, { host, speaker, at }: Omit<Running, 'cohost'>): Promise<void> {
  told(await host.post(at('invitations'), { userId: speaker.userId, role: 'speaker' }));
  const accept = () => speaker.post(at('invitations/me/accept'));
  await meanwhile(world, accept, () => host.remove(at(`stage/${speaker.userId}`)), 409);
}

async function running(world: World, { host, speaker, at }: Running): Promise<void> {
  const mute = at(`stage/${speaker.userId}/mute`);
  told(await speaker.put(at('hand'), { isRaised: true }));
  // What the media service does not take is done by the minter: a mute, and a credential.
  fault(world, { service: 'chime', operation: 'UpdateAttendeeCapabilities', mode: 'fail-before', times: 2 });
  told(await host.put(mute, { isMuted: true }));
  await world.advance(10);
  told(await host.put(mute, { isMuted: false }));
  await beforeRelay(world, async () => {
    fault(world, {
      service: 'chime',
      operation: 'BatchUpdateAttendeeCapabilitiesExcept',
      mode: 'fail-before',
      times: 2,
    });
    told(await host.put(at('mute-all'), { isOn: true }));
  });
  await world.advance(60);
  told(await host.put(at('mute-all'), { isOn: false }));
  await putDownWhileUp(world, { host, speaker, at });
}

/** A credential that is made while its person is put off the stage goes again; once for the host who accepts, once at their join. */
async function putDownWhileUp(world: World, { host, speaker, at }: Omit<Running, 'cohost'>): Promise<void> {
  const place = at(`stage/${speaker.userId}`);
  const accept = () => host.post(at(`requests/${speaker.userId}/accept`));
  told(await host.remove(place));
  told(await speaker.post(at('requests')));
  await meanwhile(world, accept, () => host.remove(place), 409);
  await putDownWhileInvited(world, { host, speaker, at });
  told(await speaker.post(at('requests')));
  await beforeRelay(world, async () => {
    fault(world, { service: 'chime', operation: 'CreateAttendee', mode: 'fail-before', times: 2 });
    told(await accept());
    const enter = () => speaker.post(at('join'));
    await meanwhile(world, enter, () => host.remove(place), 409);
  });
  told(await speaker.post(at('requests')));
  fault(world, { service: 'chime', operation: 'CreateAttendee', mode: 'fail-before', times: 2 });
  told(await accept());
  await world.advance(10);
  sure(told(await speaker.post(at('join'))).role === 'speaker', 'the minter, or the join, has made the credential');
}

/** One thing while the media service is slow to make an attendee for another. */
async function meanwhile(
  world: World,
  slow: () => ReturnType<Person['post']>,
  quick: () => ReturnType<Person['post']>,
  ...statuses: readonly number[]
): Promise<void> {
  fault(world, { service: 'chime', operation: 'CreateAttendee', mode: 'delay', delaySeconds: 0.7 });
  world.cloud.calls.clear();
  const answer = slow();
  // The fault lets the call wait before it is noted: the room has been written or read by then.
  await waitUntil(() => world.cloud.calls.list().length >= 3, 'the slow one is on its way');
  await new Promise((go) => setTimeout(go, 150));
  told(await quick());
  told(await answer, 200, ...statuses);
  await world.settle();
}
