import { useCallback, useEffect, useState } from 'react';
import { type Api, createApi, readConfig } from '../api/api.ts';
import { ApiError, wordsFor } from '../api/http.ts';
import type { Config, Profile } from '../api/types.ts';
import { openSession } from './open.ts';
import { isModerator } from './roles.ts';
import { forget, type Session } from './session.ts';

/** How far somebody has come: the page asks for the config, then who it is. */
export type Visit =
  | { readonly phase: 'opening' }
  | { readonly phase: 'failed'; readonly words: string }
  | { readonly phase: 'outside'; readonly config: Config; readonly words?: string }
  | {
      readonly phase: 'inside';
      readonly config: Config;
      readonly session: Session;
      readonly api: Api;
      readonly me: Profile;
      readonly isModerator: boolean;
    };

export type Visiting = {
  readonly visit: Visit;
  readonly enter: (session: Session) => Promise<void>;
  readonly signOut: () => Promise<void>;
};

async function visitAs(config: Config, session: Session): Promise<Visit> {
  const api = createApi(session);
  try {
    const me = await api.me();
    return { phase: 'inside', config, session, api, me, isModerator: isModerator(await session.current()) };
  } catch (error) {
    // A kept token of a cloud that is gone: no fault, one signs in again.
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    forget();
    return { phase: 'outside', config };
  }
}

async function open(): Promise<Visit> {
  const config = await readConfig();
  try {
    const session = await openSession(config);
    return session ? await visitAs(config, session) : { phase: 'outside', config };
  } catch (error) {
    return { phase: 'outside', config, words: wordsFor(error) };
  }
}

let opening: Promise<Visit> | undefined;

export function useVisit(): Visiting {
  const [visit, setVisit] = useState<Visit>({ phase: 'opening' });
  useEffect(() => {
    // Once per page: a code in the address can be used only once.
    opening ??= open();
    opening.then(setVisit, (error: unknown) => setVisit({ phase: 'failed', words: wordsFor(error) }));
  }, []);
  const enter = useCallback(
    async (session: Session) => {
      if (visit.phase === 'outside') setVisit(await visitAs(visit.config, session));
    },
    [visit],
  );
  const signOut = useCallback(async () => {
    if (visit.phase !== 'inside') return;
    await visit.session.signOut();
    setVisit({ phase: 'outside', config: visit.config });
  }, [visit]);
  return { visit, enter, signOut };
}
