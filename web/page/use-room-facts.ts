import { useCallback } from 'react';
import type { Api } from '../api/api.ts';
import { wordsFor } from '../api/http.ts';
import type { Room } from '../api/types.ts';
import { usePolled } from './polled.ts';

/** Until it is there: what is shown beside a ticket hardly changes. */
const pauseOf = (room: Room | undefined): number | undefined => (room ? undefined : 60);

/** What a room is called and when it starts, or why that cannot be said. */
export function useRoomFacts(api: Api, roomId: string): { readonly room: Room | undefined; readonly problem: string } {
  const { value, error } = usePolled(
    useCallback(() => api.room(roomId), [api, roomId]),
    pauseOf,
  );
  return { room: value, problem: value || error === undefined ? '' : wordsFor(error) };
}
