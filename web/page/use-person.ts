import { useEffect, useState } from 'react';
import type { Api } from '../api/api.ts';
import type { Profile } from '../api/types.ts';

/** Somebody by id; asked for once per page, and not at all when known. */
export function usePerson(api: Api, userId: string, known: Profile | undefined): Profile | undefined {
  const [found, setFound] = useState<Profile>();
  const isKnown = known !== undefined;
  useEffect(() => {
    let isGone = false;
    if (isKnown) return;
    api.user(userId).then(
      (profile) => isGone || setFound(profile),
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [api, userId, isKnown]);
  return known ?? (found?.id === userId ? found : undefined);
}

export const nameOf = (person: Profile | undefined): string =>
  person ? person.name || `@${person.handle}` : 'Somebody';
