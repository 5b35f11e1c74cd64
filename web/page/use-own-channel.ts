import { useEffect, useState } from 'react';
import type { Api } from '../api/api.ts';
import { openFeed } from '../realtime/feed.ts';
import type { Offer } from './notes.ts';
import { readOffer } from './notes.ts';
import { parts } from './use-room.ts';

/** The last invitation that came while the person was in no room. */
export function useOwnOffer(api: Api): Offer | undefined {
  const [offer, setOffer] = useState<Offer>();
  useEffect(() => {
    let isGone = false;
    let close = () => {};
    const open = async () => {
      const grant = await api.realtime();
      if (isGone) return;
      const feed = openFeed({
        parts,
        grant,
        renew: api.realtime,
        // What was told before is not read anywhere.
        read: async () => undefined,
        onFrame: (frame) => setOffer((before) => readOffer(frame) ?? before),
      });
      close = feed.close;
    };
    open().catch(() => undefined);
    return () => {
      isGone = true;
      close();
    };
  }, [api]);
  return offer;
}
