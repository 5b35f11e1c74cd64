import { type RealtimeGrant, type Subscriber, tokenSeconds } from '../domain/realtime.ts';
import { isoOf } from '../domain/time.ts';
import { signedTextOf } from './signed-text.ts';
import type { Wiring } from './wiring.ts';

/** Tokens of subscribers: made for a grant, read by the authorizer, neither with a call to anything. */
export const realtimeTokens = (wiring: Wiring) => {
  const texts = signedTextOf(wiring, 'realtime');
  return {
    grant(personId: string, channels: readonly string[]): RealtimeGrant {
      if (!wiring.realtime) throw new Error('This unit is not told where clients listen');
      const exp = Math.floor(wiring.now() / 1000) + tokenSeconds;
      const token = texts.sign({ sub: personId, channels, exp });
      return { ...wiring.realtime, token, channels, expiresAt: isoOf(exp * 1000) };
    },

    /** Whose token it is; undefined when we did not sign it or it has expired. */
    read(token: string): Subscriber | undefined {
      const payload = texts.verify(token);
      return payload && toSubscriber(payload);
    },
  };
};

const toSubscriber = ({ sub, channels, exp }: Readonly<Record<string, unknown>>): Subscriber => ({
  personId: String(sub),
  channels: Array.isArray(channels) ? channels.map(String) : [],
  exp: Number(exp),
});
