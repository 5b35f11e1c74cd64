import { useEffect, useRef } from 'react';
import { announce } from './announcer.tsx';

/** Says how something stands whenever that changes. Undefined while it is not known: what is first read there is not said. */
export function useAnnounced(words: string | undefined): void {
  const last = useRef(words);
  useEffect(() => {
    if (words !== undefined && words !== '' && last.current !== undefined && words !== last.current) announce(words);
    last.current = words;
  }, [words]);
}
