import type { Body, Person, World } from '../world.ts';
import { type Chapter, eligible, goLive, join, signal, sure, told } from './telling.ts';

/** A room that gets another host, in every way it can, takes the claim to host with it. */
export const succession: Chapter = async (world) => {
  const [host, cohost] = [await eligible(world, 'shost'), await eligible(world, 'scohost')];
  const id = await goLive(world, host);
  await hostedBoth(host, cohost, id);
  const hostIs = async (person: Person, wish: string) =>
    sure(told(await world.nobody.get(`/v1/rooms/${id}`)).hostId === person.userId, wish);
  told(await host.post(`/v1/rooms/${id}/leave`));
  await hostIs(cohost, 'a host who leaves is followed');
  const back = await join(host, id);
  const next = await join(cohost, id);
  await signal(world, 'AttendeeJoined', back);
  await signal(world, 'AttendeeJoined', upOf(next));
  await signal(world, 'AttendeeDropped', upOf(next));
  await world.advance(90);
  await hostIs(host, 'a host whose line is lost is followed');
  await signal(world, 'AttendeeDropped', back);
  await world.advance(90);
  await signal(world, 'AttendeeJoined', upOf(next));
  await hostIs(cohost, 'whoever of the hosts is heard first runs the room');
  told(await cohost.post(`/v1/rooms/${id}/leave`));
  await join(host, id);
  await hostIs(host, 'whoever of the hosts comes first runs the room');
  await join(cohost, id);
  await elsewhere(world, host, cohost, id);
};

/** On stage one is known by the primary meeting's attendee. */
export const upOf = ({ audio }: Body): Pick<Body, 'audio'> => ({ audio: { ...audio, ...audio.stage } });

/** A live room with a co-host who is in it. */
export async function hostedBoth(host: Person, cohost: Person, id: string): Promise<void> {
  await join(cohost, id);
  told(await host.post(`/v1/rooms/${id}/invitations`, { userId: cohost.userId, role: 'cohost' }));
  told(await cohost.post(`/v1/rooms/${id}/invitations/me/accept`));
}

/** A host who goes into another room leaves this one to the co-host. */
async function elsewhere(world: World, host: Person, cohost: Person, id: string): Promise<void> {
  await join(host, await goLive(world, await eligible(world, 'sother')));
  await world.advance(10);
  sure(told(await world.nobody.get(`/v1/rooms/${id}`)).hostId === cohost.userId, 'who goes elsewhere is followed');
}
