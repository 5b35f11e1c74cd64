import { features } from '../../functions/manifest.ts';
import type { Answer, Person, World } from '../../test/world.ts';
import { openSales, type TicketStage, ticketRequests } from './ticket-requests.ts';

/** People and rooms that the requests speak of. */
export type Stage = TicketStage & {
  readonly host: Person;
  readonly canceler: Person;
  readonly live: string;
  readonly toStart: string;
  readonly toCancel: string;
};
type Request = (stage: Stage) => Promise<Answer>;

/** A live room with seats ahead, and two planned ones of other people. */
export async function openStage(world: World): Promise<Stage> {
  const eligible = (handle: string) => world.person(handle, { followers: 600 });
  const [host, starter, canceler] = [await eligible('host'), await eligible('starter'), await eligible('canceler')];
  const stage = {
    world,
    host,
    starter,
    canceler,
    listener: await world.person('listener'),
    moderator: await world.person('moderator', { roles: ['moderator'] }),
    live: await makeRoom(host, { title: 'Live' }),
    toStart: await makeRoom(starter, { title: 'Later', startsAt: tomorrow() }),
    toCancel: await makeRoom(canceler, { title: 'Never', startsAt: tomorrow() }),
    ...(await openSales(world)),
  };
  await world.settle();
  return stage;
}

async function makeRoom(person: Person, wish: object): Promise<string> {
  const { text, body } = await person.post('/v1/rooms', wish);
  if (!body.room) throw new Error(`no room was made: ${text}`);
  return body.room.id;
}

const tomorrow = (): string => new Date(Date.now() + 86_400_000).toISOString();

/** One ordinary request of each operation, in an order in which all of them succeed. */
export const typical: Readonly<Record<string, Request>> = {
  getConfig: ({ world }) => world.nobody.get('/v1/config'),
  getHealth: ({ world }) => world.nobody.get('/healthz'),
  getOpenapi: ({ world }) => world.nobody.get('/openapi.json'),
  getMe: ({ listener }) => listener.get('/v1/me'),
  updateMe: ({ listener }) => listener.patch('/v1/me', { bio: 'Listens.' }),
  getUser: ({ listener, host }) => listener.get(`/v1/users/${host.userId}`),
  getUserByHandle: ({ listener, host }) => listener.get(`/v1/users/by/handle/${host.handle}`),
  followUser: ({ listener, host }) => listener.put(`/v1/me/following/${host.userId}`),
  unfollowUser: ({ listener, host }) => listener.remove(`/v1/me/following/${host.userId}`),
  blockUser: ({ listener, starter }) => listener.put(`/v1/me/blocks/${starter.userId}`),
  listBlocks: ({ listener }) => listener.get('/v1/me/blocks'),
  unblockUser: ({ listener, starter }) => listener.remove(`/v1/me/blocks/${starter.userId}`),
  getHostingVerdict: ({ host }) => host.get('/v1/me/hosting-verdict'),
  ...ticketRequests,
  joinRoom: ({ listener, live }) => listener.post(`/v1/rooms/${live}/join`),
  renewRealtime: ({ listener }) => listener.post('/v1/me/realtime'),
  listenRoom: ({ world, live }) => world.nobody.post(`/v1/rooms/${live}/listen`),
  getRoom: ({ listener, live }) => listener.get(`/v1/rooms/${live}`),
  listPeople: ({ listener, live }) => listener.get(`/v1/rooms/${live}/people?role=host`),
  listRooms: ({ world }) => world.nobody.get('/v1/rooms?state=live'),
  listMyRooms: ({ host }) => host.get('/v1/me/rooms'),
  showSharePage: ({ world, live }) => world.nobody.get(`/r/${live}`),
  askToSpeak: ({ listener, live }) => listener.post(`/v1/rooms/${live}/requests`),
  withdrawRequest: ({ listener, live }) => listener.remove(`/v1/rooms/${live}/requests/me`),
  declineRequest: async ({ host, listener, live }) => {
    await listener.post(`/v1/rooms/${live}/requests`);
    return host.post(`/v1/rooms/${live}/requests/${listener.userId}/decline`);
  },
  listRequests: async ({ host, listener, live }) => {
    await listener.post(`/v1/rooms/${live}/requests`);
    return host.get(`/v1/rooms/${live}/requests`);
  },
  acceptRequest: ({ host, listener, live }) => host.post(`/v1/rooms/${live}/requests/${listener.userId}/accept`),
  mutePerson: ({ host, listener, live }) =>
    host.put(`/v1/rooms/${live}/stage/${listener.userId}/mute`, { isMuted: true }),
  muteAll: ({ host, live }) => host.put(`/v1/rooms/${live}/mute-all`, { isOn: true }),
  raiseHand: ({ listener, live }) => listener.put(`/v1/rooms/${live}/hand`, { isRaised: true }),
  leaveStage: ({ listener, live }) => listener.remove(`/v1/rooms/${live}/stage/me`),
  invitePerson: ({ host, listener, live }) =>
    host.post(`/v1/rooms/${live}/invitations`, { userId: listener.userId, role: 'speaker' }),
  declineInvitation: ({ listener, live }) => listener.post(`/v1/rooms/${live}/invitations/me/decline`),
  withdrawInvitation: async ({ host, listener, live }) => {
    await host.post(`/v1/rooms/${live}/invitations`, { userId: listener.userId, role: 'speaker' });
    return host.remove(`/v1/rooms/${live}/invitations/${listener.userId}`);
  },
  acceptInvitation: async ({ host, listener, live }) => {
    await host.post(`/v1/rooms/${live}/invitations`, { userId: listener.userId, role: 'cohost' });
    return listener.post(`/v1/rooms/${live}/invitations/me/accept`);
  },
  handOver: async ({ host, listener, live }) => {
    const answer = await host.put(`/v1/rooms/${live}/host`, { userId: listener.userId });
    await listener.put(`/v1/rooms/${live}/host`, { userId: host.userId });
    return answer;
  },
  removePerson: ({ host, starter, live }) => host.remove(`/v1/rooms/${live}/people/${starter.userId}`),
  listBans: ({ host, live }) => host.get(`/v1/rooms/${live}/bans`),
  liftBan: ({ host, starter, live }) => host.remove(`/v1/rooms/${live}/bans/${starter.userId}`),
  sendReaction: ({ listener, live }) => listener.post(`/v1/rooms/${live}/reactions`, { emoji: '👏' }),
  postMessage: ({ listener, live }) => listener.post(`/v1/rooms/${live}/chat`, { text: 'Good morning' }),
  listMessages: ({ listener, live }) => listener.get(`/v1/rooms/${live}/chat`),
  deleteMessage: async ({ host, live }) => {
    const { body } = await host.post(`/v1/rooms/${live}/chat`, { text: 'A slip' });
    return host.remove(`/v1/rooms/${live}/chat/${body.id}`);
  },
  changeChatSettings: ({ host, live }) => host.put(`/v1/rooms/${live}/chat-settings`, { slowModeSeconds: 5 }),
  addPin: ({ host, live }) => host.post(`/v1/rooms/${live}/pins`, { url: 'https://example.org' }),
  removePin: async ({ host, live }) => {
    const { body } = await host.post(`/v1/rooms/${live}/pins`, { url: '1460323737035677698' });
    return host.remove(`/v1/rooms/${live}/pins/${body.id}`);
  },
  shareRoom: ({ listener, live }) => listener.post(`/v1/rooms/${live}/shares`),
  getShare: ({ listener, live }) => listener.get(`/v1/rooms/${live}/share`),
  updateRoom: ({ host, live }) => host.patch(`/v1/rooms/${live}`, { title: 'Still live' }),
  setCaptions: ({ host, live }) => host.put(`/v1/rooms/${live}/captions`, { isOn: true }),
  consentToCaptions: ({ host, live }) => host.put(`/v1/rooms/${live}/captions/consent`, { isGiven: true }),
  fileReport: ({ listener, live }) => listener.post('/v1/reports', { roomId: live, reason: 'spam' }),
  listReports: ({ moderator }) => moderator.get('/v1/moderation/reports'),
  decideReport: async ({ moderator }) => {
    const [report] = (await moderator.get('/v1/moderation/reports')).body.data;
    return moderator.patch(`/v1/moderation/reports/${report?.id}`, { state: 'actioned', decision: 'It was spam.' });
  },
  listMyActs: ({ host }) => host.get('/v1/me/moderation'),
  makeAppeal: async ({ host }) => {
    const [act] = (await host.get('/v1/me/moderation')).body.data;
    return host.post('/v1/me/appeals', { kind: 'act', actId: act?.id, text: 'It was not.' });
  },
  stripRole: async ({ host, listener, moderator, live }) => {
    await listener.post(`/v1/rooms/${live}/requests`);
    await host.post(`/v1/rooms/${live}/requests/${listener.userId}/accept`);
    return moderator.remove(`/v1/moderation/rooms/${live}/stage/${listener.userId}`);
  },
  suspendUser: ({ moderator, canceler }) =>
    moderator.put(`/v1/moderation/users/${canceler.userId}/suspension`, { scope: 'account', reason: 'Spam.' }),
  liftSuspension: ({ moderator, canceler }) => moderator.remove(`/v1/moderation/users/${canceler.userId}/suspension`),
  grantHosting: ({ moderator, listener }) =>
    moderator.put(`/v1/moderation/users/${listener.userId}/hosting-grant`, {
      allows: ['host'],
      reason: 'Pilot.',
      expiresAt: tomorrow(),
    }),
  withdrawGrant: ({ moderator, listener }) => moderator.remove(`/v1/moderation/users/${listener.userId}/hosting-grant`),
  listAudit: ({ moderator }) => moderator.get('/v1/moderation/audit'),
  leaveRoom: ({ listener, live }) => listener.post(`/v1/rooms/${live}/leave`),
  endRoom: ({ host, live }) => host.post(`/v1/rooms/${live}/end`),
  createRoom: ({ host }) => host.post('/v1/rooms', { title: 'Live again' }),
  startRoom: ({ starter, toStart }) => starter.post(`/v1/rooms/${toStart}/start`),
  endRoomAsModerator: async ({ moderator, host }) => {
    const [room] = (await host.get('/v1/me/rooms?status=live')).body.data;
    return moderator.post(`/v1/moderation/rooms/${room?.id}/end`, { reason: 'Spam.' });
  },
  cancelRoom: ({ canceler, toCancel }) => canceler.post(`/v1/rooms/${toCancel}/cancel`),
};

const routes = features.flatMap(({ operations }) => operations.filter(({ trigger }) => 'http' in trigger));
const missing = routes.filter(({ name }) => !(name in typical)).map(({ name }) => name);
if (missing.length > 0) throw new Error(`tools/bench/typical-requests.ts has no request of ${missing}`);
