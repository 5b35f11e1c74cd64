import { type Listener as Ear, openListener } from '../../test/local/realtime-client.ts';
import type { Api } from './api.ts';

/** Somebody who comes into the room, hears what happens there, reads, and goes again. */
export type Listener = {
  join(): Promise<void>;
  leave(): Promise<void>;
  read(): Promise<void>;
  isInside(): boolean;
};

export function createListener(api: Api, token: string, roomId: string): Listener {
  let ear: Ear | undefined;
  let isInside = false;
  return {
    isInside: () => isInside,
    async join() {
      const { realtime } = await api('POST', `/v1/rooms/${roomId}/join`, token);
      isInside = true;
      if (realtime === undefined) return;
      const opened = await openListener(realtime.url, realtime.token);
      ear = opened;
      await opened.greeting();
      await Promise.all(realtime.channels.map((channel) => opened.subscribe(channel)));
    },
    async leave() {
      isInside = false;
      ear?.close();
      ear = undefined;
      await api('POST', `/v1/rooms/${roomId}/leave`, token);
    },
    async read() {
      await api('GET', `/v1/rooms/${roomId}`, token);
    },
  };
}
