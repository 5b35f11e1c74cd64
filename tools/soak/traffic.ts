import type { Api } from './api.ts';
import { createListener, type Listener } from './listener.ts';

export type Traffic = {
  /** One second of it: two change sides, five read, the host writes; all of it steady, so that what grows grows by itself. */
  second(number: number): Promise<void>;
  inside(): number;
  end(): Promise<void>;
};

/** How many calls of arrival and leaving are under way together. */
const width = 5;

async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < items.length; at += width) await Promise.allSettled(items.slice(at, at + width).map(work));
}

async function gather(api: Api, count: number): Promise<readonly string[]> {
  const crowd = Array.from({ length: count }, (_, place) => ({ handle: `soak${place}` }));
  const { users = [] } = await api('POST', '/local/world', undefined, {
    users: [{ handle: 'soakhost', followers: 1000 }, ...crowd],
  });
  return users.map(({ accessToken }) => accessToken);
}

/** A live room with so many listeners inside. Tokens last an hour: longer runs sign in anew. */
export async function openTraffic(api: Api, count: number): Promise<Traffic> {
  const [host = '', ...tokens] = await gather(api, count);
  const { room } = await api('POST', '/v1/rooms', host, { title: 'Soak' });
  const roomId = room?.id ?? '';
  const listeners = tokens.map((token) => createListener(api, token, roomId));
  await eachOf(listeners, (listener) => listener.join());
  const turnRound = (listener: Listener) => (listener.isInside() ? listener.leave() : listener.join());
  const at = (number: number): readonly Listener[] => listeners.slice(number % count, (number % count) + 1);
  return {
    inside: () => listeners.filter((listener) => listener.isInside()).length,
    async second(number) {
      // Who leaves comes back three seconds later, so that nearly all are inside at any time.
      const turning = [...at(number), ...at(number + count - 3)];
      const reading = [1, 2, 3, 4, 5].flatMap((step) => at(number * 5 + step));
      await Promise.allSettled([
        ...turning.map(turnRound),
        ...reading.map((listener) => listener.read()),
        ...(number % 2 === 0 ? [api('PATCH', `/v1/rooms/${roomId}`, host, { title: `Soak ${number}` })] : []),
        ...(number % 30 === 0 ? [api('POST', `/v1/rooms/${roomId}/join`, host)] : []),
      ]);
    },
    end: () => eachOf(listeners, (listener) => (listener.isInside() ? listener.leave() : Promise.resolve())),
  };
}
