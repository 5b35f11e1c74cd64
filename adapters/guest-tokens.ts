import { guestTokenSeconds } from '../domain/guest.ts';
import { isGuestId } from '../domain/ids.ts';
import { signedTextOf } from './signed-text.ts';
import type { Wiring } from './wiring.ts';

/** What a guest shows instead of an account. It opens nothing but the guest's own place, in whatever room that is. */
export const guestTokens = (wiring: Wiring) => {
  const texts = signedTextOf(wiring, 'guest');
  return {
    issue(guestId: string): { readonly id: string; readonly token: string } {
      const exp = Math.floor(wiring.now() / 1000) + guestTokenSeconds;
      return { id: guestId, token: texts.sign({ guestId, exp }) };
    },

    /** Whose token it is; undefined when we did not sign it for a guest, or it has expired. */
    guestIdOf(token: string): string | undefined {
      const guestId = texts.verify(token)?.['guestId'];
      return typeof guestId === 'string' && isGuestId(guestId) ? guestId : undefined;
    },
  };
};
