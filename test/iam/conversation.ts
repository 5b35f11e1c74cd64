import type { Person } from '../world.ts';
import { type Chapter, eligible, goLive, join, sure, told } from './telling.ts';

/** What people say to each other in a room: by sign, in writing, by links; and the room passed on. */
export const conversation: Chapter = async (world) => {
  const host = await eligible(world, 'chost');
  const ada = await world.person('cada');
  const id = await goLive(world, host);
  await join(ada, id);
  const at = (path: string) => `/v1/rooms/${id}/${path}`;
  told(await ada.post(at('reactions'), { emoji: '👏' }));
  // What is switched off is looked up again after five seconds.
  await world.advance(6);
  await written(host, ada, at);
  await pinned(host, at);
  told(await ada.post(at('shares')));
  for (const door of [ada, world.nobody])
    sure(told(await door.get(at('share'))).title === 'On air', 'a link has a card');
  await world.advance(2);
  told(await host.put(at('chat-settings'), { isOn: false }));
  told(await ada.post(at('chat'), { text: 'Too late' }), 403);
  await world.settle();
};

type Path = (path: string) => string;

async function written(host: Person, ada: Person, at: Path): Promise<void> {
  const key = { 'idempotency-key': 'one-line' };
  const { id } = told(await ada.post(at('chat'), { text: 'Hello' }, key));
  sure(told(await ada.post(at('chat'), { text: 'Hello' }, key)).id === id, 'a line is written only once');
  sure(told(await host.get(at('chat'))).data.length === 1, 'lines are listed');
  told(await host.remove(at(`chat/${id}`)));
}

async function pinned(host: Person, at: Path): Promise<void> {
  const key = { 'idempotency-key': 'one-pin' };
  const { id } = told(await host.post(at('pins'), { url: 'https://example.org' }, key));
  sure(told(await host.post(at('pins'), { url: 'https://example.org' }, key)).id === id, 'a link is pinned only once');
  told(await host.remove(at(`pins/${id}`)));
}
