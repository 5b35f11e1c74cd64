import { useEffect, useState } from 'react';
import type { Api } from '../api/api.ts';
import type { Grant, Profile } from '../api/types.ts';
import type { Stay } from '../audio/stay.ts';
import { isPassing } from '../audio/until-let.ts';
import type { Parts } from '../realtime/parts.ts';
import type { Company } from './company.ts';
import { type RoomWatch, type Shown, watchRoom } from './room-watch.ts';
import { useStore, type Watched } from './store.ts';

/** What is refused is not asked for again; what passes is. */
const unlessPassing = (error: unknown): void => {
  if (isPassing(error)) throw error;
};

export const parts: Parts = {
  now: () => Date.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  Socket: WebSocket,
};

type RoomUse = Shown & {
  /** Something may have happened: reads soon. */
  readonly catchUp: () => void;
};

/** The room as it is: told while the person stays, asked for from outside. */
export function useRoom(
  api: Pick<Api, 'room' | 'people'>,
  roomId: string,
  me: Profile,
  stay: Stay | undefined,
  company: Company,
): RoomUse {
  const [watch, setWatch] = useState<RoomWatch>();
  useEffect(() => {
    const isHidden = () => document.hidden;
    const opened = watchRoom({
      ...{ parts, api, roomId, me, isHidden },
      onFrame: company.hear,
      alsoRead: () => company.refresh().catch(unlessPassing),
    });
    const wake = () => document.hidden || opened.wake();
    document.addEventListener('visibilitychange', wake);
    setWatch(opened);
    return () => {
      document.removeEventListener('visibilitychange', wake);
      opened.close();
    };
  }, [api, roomId, me, company]);
  const grant = useStore<Grant | undefined>(stay?.grant ?? none);
  useEffect(() => {
    if (watch && stay && grant) watch.listen(grant.realtime, stay.renew);
  }, [watch, stay, grant]);
  const shown = useStore<Shown>(watch?.shown ?? nothing);
  return { ...shown, catchUp: watch?.catchUp ?? doNothing };
}

const doNothing = () => {};
const silent = () => doNothing;
const empty: Shown = {};
const none: Watched<undefined> = { get: () => undefined, subscribe: silent };
const nothing: Watched<Shown> = { get: () => empty, subscribe: silent };
