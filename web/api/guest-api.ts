import { readPublicRoom } from './api.ts';
import { ApiError, send } from './http.ts';
import type { ReportWish } from './safety-calls.ts';
import type { Grant, People } from './types.ts';

const place = 'rostrum.guest';

/** The calls of somebody without an account: who they are, a token says that the first entry gave them. All throw ApiError. */
export function createGuestApi() {
  let guest = sessionStorage.getItem(place) ?? undefined;
  const ask = (path: string, body?: object, key?: string): Promise<unknown> =>
    send({
      path,
      method: 'POST',
      ...(body && { body }),
      ...(key !== undefined && { key }),
      ...(guest !== undefined && { guest }),
    });
  const forMembers = async (): Promise<never> => {
    throw new ApiError(403, 'not_allowed_for_role', 'Sign in for that.');
  };
  return {
    room: readPublicRoom,
    /** Names are for whoever signs in: guests learn how many there are. */
    async people(roomId: string): Promise<People> {
      const { cohostIds, speakerIds, participantCount } = await readPublicRoom(roomId);
      const stage = 1 + cohostIds.length + speakerIds.length;
      return { data: [], counts: { stage, listeners: Math.max(0, participantCount - stage) } };
    },
    async join(roomId: string): Promise<Grant> {
      const grant = toGuestGrant(await ask(`/v1/rooms/${roomId}/listen`));
      guest = grant.guest.token;
      sessionStorage.setItem(place, guest);
      return grant;
    },
    leave: async (roomId: string) => void (await ask(`/v1/rooms/${roomId}/leave`)),
    report: async (wish: ReportWish, key: string) => void (await ask('/v1/reports', wish, key)),
    messages: async () => ({ data: [] }),
    requests: async () => [],
    blocks: async () => ({ data: [] }),
    setCaptions: forMembers,
    agreeToCaptions: forMembers,
  };
}

const toGuestGrant = (answer: unknown) => answer as Grant & { readonly guest: { readonly token: string } };
