import type { Ask } from './api.ts';
import type { Message, MessagePage, Pin } from './types.ts';

export type ChatSettings = { readonly isOn?: boolean; readonly slowModeSeconds?: number };

/** Reactions, chat and pins of a room. */
export function talkCalls(ask: Ask) {
  const of = (roomId: string) => `/v1/rooms/${roomId}`;
  return {
    react: async (roomId: string, emoji: string) => void (await ask(`${of(roomId)}/reactions`, 'POST', { emoji })),
    messages: async (roomId: string, cursor?: string) =>
      toPage(
        await ask(`${of(roomId)}/chat?limit=50${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`),
      ),
    say: async (roomId: string, text: string, key: string) =>
      toMessage(await ask(`${of(roomId)}/chat`, 'POST', { text }, key)),
    unsay: async (roomId: string, messageId: string) => void (await ask(`${of(roomId)}/chat/${messageId}`, 'DELETE')),
    changeChat: async (roomId: string, settings: ChatSettings) =>
      void (await ask(`${of(roomId)}/chat-settings`, 'PUT', settings)),
    pin: async (roomId: string, pin: { readonly url: string; readonly note?: string }, key: string) =>
      toPin(await ask(`${of(roomId)}/pins`, 'POST', pin, key)),
    unpin: async (roomId: string, pinId: string) => void (await ask(`${of(roomId)}/pins/${pinId}`, 'DELETE')),
  };
}

const toPage = (answer: unknown) => answer as MessagePage;
const toMessage = (answer: unknown) => answer as Message;
const toPin = (answer: unknown) => answer as Pin;
