import type { Ask } from './api.ts';
import type { InvitedRole, Profile, Room, SpeakersPolicy, SpeakRequest } from './types.ts';

export type RoomChange = Partial<Pick<Room, 'isLocked'>> & { readonly speakersPolicy?: SpeakersPolicy };

/** What people on stage, and those who want to be there, ask of a room. */
export function stageCalls(ask: Ask) {
  const of = (roomId: string) => `/v1/rooms/${roomId}`;
  const act = async (...given: Parameters<Ask>): Promise<void> => void (await ask(...given));
  return {
    askToSpeak: (roomId: string) => act(`${of(roomId)}/requests`, 'POST'),
    withdrawRequest: (roomId: string) => act(`${of(roomId)}/requests/me`, 'DELETE'),
    /** Longest first; the first hundred. */
    requests: async (roomId: string) => toRequests(await ask(`${of(roomId)}/requests?limit=100`)),
    answerRequest: (roomId: string, userId: string, isAccepted: boolean) =>
      act(`${of(roomId)}/requests/${userId}/${isAccepted ? 'accept' : 'decline'}`, 'POST'),
    invite: async (roomId: string, userId: string, role: InvitedRole, key: string) =>
      act(`${of(roomId)}/invitations`, 'POST', { userId, role }, key),
    answerInvitation: (roomId: string, isAccepted: boolean) =>
      act(`${of(roomId)}/invitations/me/${isAccepted ? 'accept' : 'decline'}`, 'POST'),
    /** `me` steps down. */
    leaveStage: (roomId: string, userId: string) => act(`${of(roomId)}/stage/${userId}`, 'DELETE'),
    mutePerson: (roomId: string, userId: string, isMuted: boolean) =>
      act(`${of(roomId)}/stage/${userId}/mute`, 'PUT', { isMuted }),
    muteAll: (roomId: string, isOn: boolean) => act(`${of(roomId)}/mute-all`, 'PUT', { isOn }),
    raiseHand: (roomId: string, isRaised: boolean) => act(`${of(roomId)}/hand`, 'PUT', { isRaised }),
    handOver: (roomId: string, userId: string) => act(`${of(roomId)}/host`, 'PUT', { userId }),
    removePerson: (roomId: string, userId: string) => act(`${of(roomId)}/people/${userId}`, 'DELETE'),
    changeRoom: (roomId: string, change: RoomChange) => act(of(roomId), 'PATCH', change),
    personByHandle: async (handle: string) => toProfile(await ask(`/v1/users/by/handle/${encodeURIComponent(handle)}`)),
  };
}

const toRequests = (answer: unknown) => (answer as { readonly data: readonly SpeakRequest[] }).data;
const toProfile = (answer: unknown) => answer as Profile;
