import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { Grant } from '../api/types.ts';
import { createStay, type Stay, type StayApi } from './stay.ts';

export type Staying = {
  /** Undefined from outside the room. */
  readonly stay: Stay | undefined;
  /** Enters the room; call it from a click, or browsers will not play. */
  readonly begin: (grant?: Grant) => void;
};

/** One stay per screen, left when the screen goes away. */
export function useStay(api: StayApi, roomId: string, sound: RefObject<HTMLAudioElement | null>): Staying {
  const [stay, setStay] = useState<Stay>();
  const current = useRef<Stay>(undefined);
  const begin = useCallback(
    (grant?: Grant) => {
      if (!sound.current || current.current) return;
      current.current = createStay({ api, roomId, sound: sound.current });
      setStay(current.current);
      void current.current.enter(grant);
    },
    [api, roomId, sound],
  );
  useEffect(() => () => void current.current?.leave(), []);
  return { stay, begin };
}
