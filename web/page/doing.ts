import { useCallback, useState } from 'react';
import { wordsFor } from '../api/http.ts';
import { announce } from './announcer.tsx';

export type Doing = {
  readonly isBusy: boolean;
  /** Why the last try did not work; empty when it did. */
  readonly problem: string;
  /** Tries; says the words when it worked. Answers whether it did. */
  readonly attempt: (act: () => Promise<unknown>, done?: string) => Promise<boolean>;
};

/** One thing at a time that may be refused; `toWords` says why. It must keep its identity between renders. */
export function useDoing(toWords: (error: unknown) => string = wordsFor): Doing {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const attempt = useCallback(
    async (act: () => Promise<unknown>, done = '') => {
      setIsBusy(true);
      setProblem('');
      try {
        await act();
        if (done !== '') announce(done);
        return true;
      } catch (error) {
        setProblem(toWords(error));
        return false;
      } finally {
        setIsBusy(false);
      }
    },
    [toWords],
  );
  return { isBusy, problem, attempt };
}
