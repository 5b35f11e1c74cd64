import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Call } from '../../local/calls/calls.ts';

export type Reply = { readonly status: number; readonly requestId: string; readonly body: Body };
/** The fields of an answer that benches read. */
type Body = { readonly accessToken?: string; readonly room?: { readonly id: string }; readonly data?: readonly Call[] };

/** An embedded cloud in another process, with its control plane. */
export type ApartCloud = {
  call(method: string, path: string, options?: { readonly token?: string; readonly body?: object }): Promise<Reply>;
  /** Makes the person and answers a token. */
  signIn(handle: string, followers?: number): Promise<string>;
  /** Waits until nothing is under way. */
  settle(): Promise<void>;
  calls(): Promise<readonly Call[]>;
  close(): Promise<void>;
};

/** Starts one on a free port; everything it needs is built when needed. */
export async function openCloud(): Promise<ApartCloud> {
  const child = fork(join(import.meta.dirname, 'cloud-child.ts'));
  const [message] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => [undefined])]);
  if (typeof message !== 'string') throw new Error('the cloud did not start');
  const call: ApartCloud['call'] = async (method, path, { token, body } = {}) => {
    const response = await fetch(`${message}${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const reply = { status: response.status, requestId: response.headers.get('x-request-id') ?? '' };
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return { ...reply, body: readBody(JSON.parse(text)) };
  };
  return {
    call,
    async signIn(handle, followers) {
      const { body } = await call('POST', '/local/sign-in', { body: { handle, ...(followers && { followers }) } });
      return body.accessToken ?? '';
    },
    async settle() {
      await call('POST', '/local/clock', { body: { advanceSeconds: 0 } });
    },
    calls: async () => (await call('GET', '/local/calls')).body.data ?? [],
    async close() {
      child.disconnect();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

const readBody = (value: unknown) => value as Body;
