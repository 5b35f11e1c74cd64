import { type Chapter, eligible, fault, goLive, newcomer, sure, told } from './telling.ts';

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
  told(await host.post(`/v1/rooms/${id}/end`));
  await world.settle();
};
