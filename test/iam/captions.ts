import type { Person, World } from '../world.ts';
import { type Chapter, eligible, fault, goLive, join, newcomer, sure, told } from './telling.ts';

/** Captions on and off, with consent and without; the minter does what the media service did not take. */
export const captions: Chapter = async (world) => {
  const host = await eligible(world, 'chost');
  const id = await goLive(world, host);
  const path = `/v1/rooms/${id}/captions`;
  told(await (await newcomer(world, 'cnewturn')).put(path, { isOn: true }), 403);
  told(await (await newcomer(world, 'cnewagree')).put(`${path}/consent`, { isGiven: true }), 403);
  told(await host.put(path, { isOn: true }));
  told(await host.put(`${path}/consent`, { isGiven: true }));
  told(await host.put(path, { isOn: true }));
  told(await host.put(`${path}/consent`, { isGiven: false }));
  // Twice each: the SDK tries again.
  fault(world, { service: 'chime', operation: 'StartMeetingTranscription', mode: 'throttle', times: 2 });
  told(await host.put(`${path}/consent`, { isGiven: true }));
  await world.advance(5);
  fault(world, { service: 'chime', operation: 'StopMeetingTranscription', mode: 'throttle', times: 2 });
  told(await host.put(path, { isOn: false }));
  await world.advance(5);
  const isRunning = JSON.stringify(world.cloud.audio.snapshot()).includes('transcribedIn');
  sure(!isRunning, 'captions that are off are stopped');
  await opened(world, host, id);
  told(await host.post(`/v1/rooms/${id}/end`));
  await world.settle();
};

/** Whatever may open a microphone stops captions first. */
async function opened(world: World, host: Person, id: string): Promise<void> {
  const at = (path: string) => `/v1/rooms/${id}/${path}`;
  const [asker, invited] = [await world.person('casker'), await world.person('cinvited')];
  for (const person of [asker, invited]) await join(person, id);
  told(await host.put(at('captions'), { isOn: true }));
  told(await asker.post(at('requests')));
  told(await host.post(at(`requests/${asker.userId}/accept`)));
  told(await host.post(at('invitations'), { userId: invited.userId, role: 'cohost' }));
  told(await invited.post(at('invitations/me/accept')));
  told(await host.put(at(`stage/${asker.userId}/mute`), { isMuted: true }));
  told(await host.put(at(`stage/${asker.userId}/mute`), { isMuted: false }));
  told(await host.put(at('mute-all'), { isOn: true }));
  told(await host.put(at('mute-all'), { isOn: false }));
  told(await host.put(at('host'), { userId: invited.userId }));
  told(await invited.put(at('host'), { userId: host.userId }));
  await world.settle();
}
