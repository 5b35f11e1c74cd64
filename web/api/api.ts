import type { RealtimeGrant } from '../realtime/grant.ts';
import { ApiError, type Method, origin, send } from './http.ts';
import { safetyCalls } from './safety-calls.ts';
import { stageCalls } from './stage-calls.ts';
import { talkCalls } from './talk-calls.ts';
import { ticketCalls } from './ticket-calls.ts';
import type { Config, DemoPerson, Grant, People, Profile, Room, Verdict } from './types.ts';

/** Where the calls get their token from; `renew` is asked once when the API no longer takes it. */
export type Tokens = {
  current(): Promise<string | undefined>;
  renew(): Promise<string | undefined>;
};

/** One call in somebody's name; `key` as of a request. */
export type Ask = (path: string, method?: Method, body?: object, key?: string) => Promise<unknown>;

export type Api = ReturnType<typeof createApi>;

/** The calls this page makes in somebody's name. All throw ApiError. */
export function createApi(tokens: Tokens) {
  const ask: Ask = async (path, method = 'GET', body, key) => {
    const token = await tokens.current();
    const request = { path, method, ...(body && { body }), ...(key !== undefined && { key }) };
    try {
      return await send({ ...request, ...(token !== undefined && { token }) });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      const renewed = await tokens.renew();
      if (renewed === undefined) throw error;
      return send({ ...request, token: renewed });
    }
  };
  return {
    me: async () => toProfile(await ask('/v1/me')),
    verdict: async () => toVerdict(await ask('/v1/me/hosting-verdict')),
    realtime: async () => toRealtime(await ask('/v1/me/realtime', 'POST')),
    user: remembering(async (userId: string) => toProfile(await ask(`/v1/users/${userId}`))),
    liveRooms: async () => toRooms(await ask('/v1/rooms?state=live&limit=50')),
    room: async (roomId: string) => toRoom(await ask(`/v1/rooms/${roomId}`)),
    people: async (roomId: string) => toPeople(await ask(`/v1/rooms/${roomId}/people`)),
    goLive: async (title: string) => toGrant(await ask('/v1/rooms', 'POST', { title })),
    join: async (roomId: string) => toGrant(await ask(`/v1/rooms/${roomId}/join`, 'POST')),
    leave: async (roomId: string) => void (await ask(`/v1/rooms/${roomId}/leave`, 'POST')),
    setCaptions: async (roomId: string, isOn: boolean) =>
      void (await ask(`/v1/rooms/${roomId}/captions`, 'PUT', { isOn })),
    agreeToCaptions: async (roomId: string, isGiven: boolean) =>
      void (await ask(`/v1/rooms/${roomId}/captions/consent`, 'PUT', { isGiven })),
    end: async (roomId: string) => toRoom(await ask(`/v1/rooms/${roomId}/end`, 'POST')),
    ...stageCalls(ask),
    ...talkCalls(ask),
    ...safetyCalls(ask),
    ...ticketCalls(ask),
  };
}

/** Names change rarely: one question per id and visit is enough. What failed is asked again. */
function remembering<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key) => {
    const answer = known.get(key) ?? ask(key);
    known.set(key, answer);
    answer.catch(() => known.delete(key));
    return answer;
  };
}

export const readConfig = async (): Promise<Config> => toConfig(await send({ path: '/v1/config' }));

/** A public room as somebody without an account sees it. */
export const readPublicRoom = async (roomId: string): Promise<Room> =>
  toRoom(await send({ path: `/v1/rooms/${roomId}` }));

/** The page with a preview card, for sending to others. */
export const shareLink = (roomId: string): string => new URL(`/r/${roomId}`, origin || location.origin).href;

/** The demo world of the local cloud; undefined where there is none. */
export async function readDemoPeople(): Promise<readonly DemoPerson[] | undefined> {
  try {
    return toDemoPeople(await send({ path: '/local/people' }));
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

/** A token of the local cloud for one of its people. */
export const signInLocally = async (handle: string): Promise<string> =>
  toToken(await send({ path: '/local/sign-in', method: 'POST', body: { handle } }));

// The API is ours and its contract is tested: answers are taken as they are described.
const toProfile = (answer: unknown) => answer as Profile;
const toVerdict = (answer: unknown) => answer as Verdict;
const toRoom = (answer: unknown) => answer as Room;
const toRooms = (answer: unknown) => (answer as { readonly data: readonly Room[] }).data;
const toPeople = (answer: unknown) => answer as People;
const toRealtime = (answer: unknown) => answer as RealtimeGrant;
const toGrant = (answer: unknown) => answer as Grant;
const toConfig = (answer: unknown) => answer as Config;
const toDemoPeople = (answer: unknown) => (answer as { readonly data: readonly DemoPerson[] }).data;
const toToken = (answer: unknown) => (answer as { readonly accessToken: string }).accessToken;
