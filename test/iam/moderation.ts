import { openOperator } from '../flows/operator.ts';
import { toldIn } from '../given/moderation.ts';
import { type Chapter, eligible, goLive, join, newcomer, told } from './telling.ts';

const post = { 'idempotency-key': 'once' };

/** Reports by people and guests, decided, appealed against and decided again; and everything else moderators do. */
export const moderation: Chapter = async (world) => {
  const [host, moderator] = [await eligible(world, 'mhost'), await world.person('mmod', { roles: ['moderator'] })];
  const [reporter, speaker] = [await world.person('mreporter'), await world.person('mspeaker')];
  const id = await goLive(world, host);
  const { guest } = told(await world.nobody.post(`/v1/rooms/${id}/listen`));
  const wish = { roomId: id, userId: speaker.userId, reason: 'abuse' };
  told(await world.nobody.post('/v1/reports', wish, { 'rostrum-guest': guest.token }));
  told(await reporter.post('/v1/reports', wish, post));
  told(await reporter.post('/v1/reports', wish));
  const [report] = told(await moderator.get('/v1/moderation/reports')).data;
  const decision = { state: 'actioned', decision: 'So it was.' };
  told(await moderator.patch(`/v1/moderation/reports/${report?.id}`, decision));
  const [act] = told(await speaker.get('/v1/me/moderation')).data;
  told(await speaker.post('/v1/me/appeals', { kind: 'act', actId: act?.id, text: 'No.' }, post));
  told(await (await newcomer(world, 'mfresh')).post('/v1/me/appeals', { kind: 'verdict', text: 'Why?' }));

  const operator = await openOperator(world);
  await join(speaker, id);
  await operator.putOnStage(id, speaker);
  told(await moderator.remove(`/v1/moderation/rooms/${id}/stage/${speaker.userId}`));
  // Whoever is suspended is put out of the room, with seat and credential; and the room they host ends.
  await operator.putOnStage(id, speaker);
  await world.advance(4);
  const suspension = { scope: 'account', reason: 'Enough.' };
  const listener = await world.person('mlistener');
  await join(listener, id);
  await world.advance(4);
  told(await moderator.put(`/v1/moderation/users/${listener.userId}/suspension`, suspension));
  told(await moderator.put(`/v1/moderation/users/${speaker.userId}/suspension`, suspension));
  told(await moderator.put(`/v1/moderation/users/${host.userId}/suspension`, suspension));
  told(await moderator.remove(`/v1/moderation/users/${host.userId}/suspension`));
  const grant = { allows: ['host'], reason: 'Pilot.', expiresAt: new Date(Date.now() + 86_400_000).toISOString() };
  told(await moderator.put(`/v1/moderation/users/${reporter.userId}/hosting-grant`, grant));
  told(await moderator.remove(`/v1/moderation/users/${reporter.userId}/hosting-grant`));
  const next = await goLive(world, host);
  told(await moderator.post(`/v1/moderation/rooms/${next}/end`));
  const log = toldIn(await moderator.get('/v1/moderation/audit'));
  if (log.data[0]?.kind !== 'room_ended') throw new Error('the audit log does not begin with the last act');
  told(await moderator.get(`/v1/moderation/audit?roomId=${next}`));
  await world.settle();
};
