import type { Answer, Door } from '../world.ts';
import { type Chapter, eligible, goLive, newcomer, plan } from './telling.ts';

type Places = { readonly live: string; readonly planned: string; readonly hostId: string };
type Attempt = (door: Door, places: Places) => Promise<Answer>;

/** Everything a signed-in person can ask for, by operation. */
const firstActs: Readonly<Record<string, Attempt>> = {
  getMe: (door) => door.get('/v1/me'),
  updateMe: (door) => door.patch('/v1/me', { bio: 'New here.' }),
  getUser: (door, { hostId }) => door.get(`/v1/users/${hostId}`),
  followUser: (door, { hostId }) => door.put(`/v1/me/following/${hostId}`),
  unfollowUser: (door, { hostId }) => door.remove(`/v1/me/following/${hostId}`),
  getHostingVerdict: (door) => door.get('/v1/me/hosting-verdict'),
  createRoom: (door) => door.post('/v1/rooms', { title: 'Too early' }),
  startRoom: (door, { planned }) => door.post(`/v1/rooms/${planned}/start`),
  cancelRoom: (door, { planned }) => door.post(`/v1/rooms/${planned}/cancel`),
  updateRoom: (door, { live }) => door.patch(`/v1/rooms/${live}`, { title: 'Mine' }),
  endRoom: (door, { live }) => door.post(`/v1/rooms/${live}/end`),
  joinRoom: (door, { live }) => door.post(`/v1/rooms/${live}/join`),
  leaveRoom: (door, { live }) => door.post(`/v1/rooms/${live}/leave`),
  getRoom: (door, { live }) => door.get(`/v1/rooms/${live}`),
  listRooms: (door) => door.get('/v1/rooms'),
  listMyRooms: (door) => door.get('/v1/me/rooms'),
  listPeople: (door, { live }) => door.get(`/v1/rooms/${live}/people`),
  renewRealtime: (door) => door.post('/v1/me/realtime'),
};

/** Whoever comes for the first time is known afterwards, whatever the first act was. */
export const newcomers: Chapter = async (world) => {
  const host = await eligible(world, 'newhost');
  const planner = await eligible(world, 'newplanner');
  const places = { live: await goLive(world, host), planned: await plan(world, planner), hostId: host.userId };
  for (const [name, act] of Object.entries(firstActs)) {
    const door = await newcomer(world, `new${name}`.slice(0, 15));
    const { status, text } = await act(door, places);
    if (status >= 500) throw new Error(`${name} answered a newcomer ${status}: ${text}`);
  }
  await world.settle();
};
