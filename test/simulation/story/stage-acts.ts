import { type Act, ask, connect, enter, passing } from './acts.ts';
import type { Cast, Person } from './cast.ts';
import { byHosts, byOne, inRoom, type Setting } from './runners.ts';
import { inTurn } from './timing.ts';

type Name = keyof Cast;
const at = ({ roomId }: Setting, { userId }: Person) => ({ roomId, userId });

/** Asks for the microphone, from inside the room; asking twice is one request. */
export const wish = (name: Name): Act =>
  inRoom(async ({ scene, roomId }) => {
    const person = scene.cast[name];
    const member = await scene.operator.member(roomId, person);
    if (member?.state !== 'joined') await enter(scene, person, roomId);
    const clicks = scene.dice.isTrue(0.2) ? 2 : 1;
    await Promise.all(Array.from({ length: clicks }, () => ask(scene, person, 'askToSpeak', { roomId })));
  });

export const withdraw = (name: Name): Act =>
  inRoom(({ scene, roomId }) => ask(scene, scene.cast[name], 'withdrawRequest', { roomId }));

export const decline = (name: Name): Act =>
  byHosts((setting, host) => ask(setting.scene, host, 'declineRequest', at(setting, setting.scene.cast[name])));

/** A host lets somebody speak, whose client hears of it. */
export const grant = (name: Name): Act => byHosts((setting, host) => grantTo(setting, host, setting.scene.cast[name]));

/** A host looks at the list, and lets one of it speak. */
export const grantSomebody: Act = byHosts(async (setting, host) => {
  const { scene, roomId } = setting;
  const { body } = await ask(scene, host, 'listRequests', { roomId });
  const asking = Object.values(scene.cast).find(({ userId }) => body.data?.some((entry) => entry.userId === userId));
  if (asking) await grantTo(setting, host, asking);
});

async function grantTo(setting: Setting, host: Person, person: Person): Promise<void> {
  const { status } = await ask(setting.scene, host, 'acceptRequest', at(setting, person));
  if (status < 400) await rise(setting, person);
}

/** A client that is told of its promotion speaks with what the frame gives it; without a seat, or told nothing, it joins again. */
async function rise({ scene, roomId }: Setting, person: Person): Promise<void> {
  const { dice, operator } = scene;
  await passing(scene, 50 + dice.chance() * 1_500, 'a client is told');
  const member = await operator.member(roomId, person);
  const [seat, stage] = [member?.seat?.attendee, member?.stage?.attendee];
  if (seat && stage && dice.isTrue(0.6)) connect(scene, person, roomId, { seat, stage });
  else if (dice.isTrue(0.85)) await enter(scene, person, roomId);
}

export const invite = (name: Name, role: 'cohost' | 'speaker' | 'listener'): Act =>
  byHosts(({ scene, roomId }, host) =>
    ask(scene, host, 'invitePerson', { roomId }, { userId: scene.cast[name].userId, role }),
  );

export const accept = (name: Name): Act =>
  inRoom(async (setting) => {
    const { scene, roomId } = setting;
    const person = scene.cast[name];
    const { status } = await ask(scene, person, 'acceptInvitation', { roomId });
    if (status < 400) await rise(setting, person);
  });

export const declineInvitation = (name: Name): Act =>
  inRoom(({ scene, roomId }) => ask(scene, scene.cast[name], 'declineInvitation', { roomId }));

export const withdrawInvitation = (name: Name): Act =>
  byHosts((setting, host) => ask(setting.scene, host, 'withdrawInvitation', at(setting, setting.scene.cast[name])));

/** The whole way onto the stage. */
export const bring = (name: Name, role: 'cohost' | 'speaker'): Act =>
  role === 'cohost' ? inTurn(invite(name, role), accept(name)) : inTurn(wish(name), grant(name));

export const stepDown = (name: Name): Act =>
  inRoom(({ scene, roomId }) => ask(scene, scene.cast[name], 'leaveStage', { roomId, userId: 'me' }));

export const demote = (name: Name): Act =>
  byHosts((setting, host) => ask(setting.scene, host, 'leaveStage', at(setting, setting.scene.cast[name])));

export const mute = (name: Name, isMuted: boolean): Act =>
  byHosts((setting, host) =>
    ask(setting.scene, host, 'mutePerson', at(setting, setting.scene.cast[name]), { isMuted }),
  );

export const muteAll = (isOn: boolean): Act =>
  byHosts(({ scene, roomId }, host) => ask(scene, host, 'muteAll', { roomId }, { isOn }));

export const raiseHand = (name: Name): Act =>
  inRoom(({ scene, roomId }) =>
    ask(scene, scene.cast[name], 'raiseHand', { roomId }, { isRaised: scene.dice.isTrue(0.6) }),
  );

/** The host gives the room to that co-host. */
export const handOver = (name: Name): Act =>
  byOne(['host'], ({ scene, roomId }, host) =>
    ask(scene, host, 'handOver', { roomId }, { userId: scene.cast[name].userId }),
  );
