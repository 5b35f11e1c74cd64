import type { IncomingMessage, ServerResponse } from 'node:http';
import Provider from 'oidc-provider';
import type { ProviderParts } from './provider-settings.ts';
import { isLoopback, providerSettings } from './provider-settings.ts';
import { replay } from './replay.ts';
import { type Person, signInPage } from './sign-in-page.ts';

export type ProviderMount = { handle(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> };

const handlePattern = /^[A-Za-z0-9_]{1,15}$/;
const interactionPath = /^\/interaction\/([\w-]+)$/;

function sendPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(html);
}

/** The provider proper with our sign-in page, mounted under the issuer's path. */
export function mountProvider(options: ProviderParts & { readonly people: () => readonly Person[] }): ProviderMount {
  const { issuer, accounts, people } = options;
  const mount = new URL(issuer).pathname;
  const provider = new Provider(issuer, providerSettings(options));
  // The page may be served from a port of its own while it is being worked on.
  Object.assign(provider.Client.prototype, {
    redirectUriAllowed: isLoopback,
    postLogoutRedirectUriAllowed: isLoopback,
  });
  const answer = provider.callback();

  async function signIn(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
    const { prompt } = await provider.interactionDetails(request, response);
    const action = `${mount}${request.url}`;
    if (request.method !== 'POST') return sendPage(response, 200, signInPage(action, people()));
    const handle = new URLSearchParams(body.toString()).get('handle')?.replace(/^@/, '') ?? '';
    if (!handlePattern.test(handle)) {
      const problem = 'A handle has 1 to 15 letters, digits or underscores.';
      return sendPage(response, 400, signInPage(action, people(), problem));
    }
    const name = people().find((person) => person.handle.toLowerCase() === handle.toLowerCase())?.name;
    const { sub } = accounts.open(handle, name ? { name } : {});
    await provider.interactionFinished(request, response, { [prompt.name]: { accountId: sub } });
  }

  return {
    async handle(request, response, body) {
      const url = (request.url ?? '').slice(mount.length) || '/';
      const mounted = replay(request, body, url);
      if (!interactionPath.test(url)) return answer(mounted, response);
      try {
        await signIn(mounted, response, body);
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'SessionNotFound') throw error;
        sendPage(
          response,
          400,
          '<!doctype html><title>Expired</title><p>This sign-in has expired. <a href="/">Start again</a>.</p>',
        );
      }
    },
  };
}
