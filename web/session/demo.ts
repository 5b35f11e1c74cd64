import { signInLocally } from '../api/api.ts';
import { forget, keep, type Session } from './session.ts';

/** Signs a person of the local cloud in, without a password. Throws ApiError. */
export const signInAs = async (handle: string): Promise<Session> => demoSession(handle, await signInLocally(handle));

export function demoSession(handle: string, firstToken: string): Session {
  let token = firstToken;
  keep({ kind: 'demo', handle, token });
  return {
    current: async () => token,
    async renew() {
      token = await signInLocally(handle);
      keep({ kind: 'demo', handle, token });
      return token;
    },
    signOut: async () => forget(),
  };
}
