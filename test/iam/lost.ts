import type { CloudModel } from '../../local/model.ts';
import { hostedBoth, upOf } from './succession.ts';
import { type Chapter, eligible, fault, goLive, join, plan, signal, sure, told } from './telling.ts';

/** A host who is gone: the timers notice, and end the room in the end. */
export const hostLost: Chapter = async (world) => {
  const host = await eligible(world, 'ghost');
  const id = await goLive(world, host);
  await signal(world, 'AttendeeJoined', await join(host, id));
  await signal(world, 'AttendeeDropped', await join(host, id));
  await world.advance(120);
  sure(told(await world.nobody.get(`/v1/rooms/${id}`)).graceEndsAt !== undefined, 'the grace has started');
  await world.advance(1800);
  sure(told(await world.nobody.get(`/v1/rooms/${id}`)).endReason === 'grace_ended', 'the grace has ended the room');
};

const sweepSeconds = 301;

/** What timers and events missed, the sweep finds; told in a world without timers. */
export const sweep: Chapter = async (world) => {
  const hosts = ['ssilent', 'sabsent', 'splanner'].map((handle) => eligible(world, handle));
  const [silent, absent, planner] = await Promise.all(hosts);
  if (!silent || !absent || !planner) throw new Error('nobody signed in');
  const quiet = await goLive(world, silent);
  await join(await world.person('slistener'), quiet);
  await signal(world, 'AttendeeJoined', await join(silent, quiet));
  const forgotten = await plan(world, planner);
  const left = await goLive(world, absent);
  const [first, second] = [await eligible(world, 'sfirst'), await eligible(world, 'ssecond')];
  const followed = await goLive(world, first);
  await hostedBoth(first, second, followed);
  await signal(world, 'AttendeeJoined', upOf(await join(second, followed)));
  const event = 'Chime Meeting State Change';
  fault(world, { service: 'events', operation: event, mode: 'drop', times: 10_000 });
  for (let turn = 0; turn < 2; turn += 1) await world.advance(sweepSeconds);
  const { hostId } = told(await world.nobody.get(`/v1/rooms/${followed}`));
  sure(hostId === second.userId, 'a host who never came is followed by the co-host who is heard');
  for (let turn = 0; turn < 2; turn += 1) await world.advance(sweepSeconds);
  world.cloud.faults.clear();
  await world.advance(4 * 3600);
  const seen = async (id: string) => told(await world.nobody.get(`/v1/rooms/${id}`));
  sure((await seen(left)).status === 'ended', 'a room whose host never came is ended');
  sure((await seen(forgotten)).status === 'canceled', 'a planned room nobody starts is canceled');
};

/** The same cloud, in which nothing comes out of the queue of the timers. */
export function withoutTimers(model: CloudModel): CloudModel {
  return { ...model, mappings: model.mappings.filter(({ sourceArn }) => !sourceArn.endsWith('timers')) };
}
