import { type Chapter, sure, told } from './telling.ts';

/** Profiles, follows and the facts of the surrounding app. */
export const people: Chapter = async (world) => {
  const ada = await world.person('pada', { followers: 600, birthDate: '1990-01-01' });
  const bea = await world.person('pbea', { name: 'Bea' });
  told(await ada.patch('/v1/me', { bio: 'Talks.', handle: 'pada2', isListeningShared: true }));
  const found = told(await bea.get('/v1/users/by/handle/pada2'));
  sure(told(await bea.get(`/v1/users/${ada.userId}`)).handle === 'pada2', 'a profile is read');
  sure(found.handle === 'pada2', 'somebody is found by the new handle');
  sure(told(await bea.put(`/v1/me/following/${ada.userId}`)).state === 'following', 'somebody is followed');
  sure(told(await ada.get('/v1/me')).followerCount > 0, 'followers are counted');
  told(await bea.remove(`/v1/me/following/${ada.userId}`));
  sure(told(await ada.get('/v1/me/hosting-verdict')).isEligible, 'facts make somebody eligible');
  await world.person('pbea', { isSuspended: true });
  told(await bea.patch('/v1/me', { bio: 'Out.' }), 403);
};
