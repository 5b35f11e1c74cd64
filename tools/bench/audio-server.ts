import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Pass } from '../../test/synthetic-client/session.ts';

/** What the process can be asked. */
export type Order =
  | { readonly kind: 'open'; readonly speakers: number; readonly listeners: number }
  | { readonly kind: 'spent' };
/** Credentials of everybody who may join; at most 100 listeners (one BatchCreateAttendee). */
export type AudioRoom = { readonly speakers: readonly Pass[]; readonly listeners: readonly Pass[] };
type Spent = { readonly cpuMilliseconds: number; readonly at: number };

export type AudioServer = {
  open(speakers: number, listeners: number): Promise<AudioRoom>;
  /** The share of one core that the service took during the next milliseconds. */
  share(milliseconds: number): Promise<number>;
  close(): Promise<void>;
};

export async function startAudioServer(): Promise<AudioServer> {
  const child = fork(join(import.meta.dirname, 'audio-child.ts'));
  const told = async (): Promise<unknown> => {
    const ended = once(child, 'exit').then(() => Promise.reject(new Error('the audio service ended')));
    const [message] = await Promise.race([once(child, 'message'), ended]);
    return message;
  };
  const ask = (order: Order): Promise<unknown> => {
    const answer = told();
    child.send(order);
    return answer;
  };
  await told();
  return {
    open: async (speakers, listeners) => toRoom(await ask({ kind: 'open', speakers, listeners })),
    async share(milliseconds) {
      const before = toSpent(await ask({ kind: 'spent' }));
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      const after = toSpent(await ask({ kind: 'spent' }));
      return (after.cpuMilliseconds - before.cpuMilliseconds) / (after.at - before.at);
    },
    async close() {
      child.disconnect();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

const toRoom = (message: unknown) => message as AudioRoom;
const toSpent = (message: unknown) => message as Spent;
