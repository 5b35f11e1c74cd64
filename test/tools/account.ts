import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An account as its services answer for it, over the wire; what it is asked is kept. */
export type Account = {
  readonly url: string;
  readonly asked: readonly { readonly what: string; readonly signedFor: string }[];
  close(): Promise<void>;
};
export type Answer = { readonly status: number; readonly body: object };

/** `answers` by `METHOD /path`, for Service Quotas by service code, for secrets by name; anything else is refused with 403. */
export async function openAccount(answers: Readonly<Record<string, Answer>>): Promise<Account> {
  const asked: { what: string; signedFor: string }[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part) => {
      text += part;
    });
    request.on('end', () => {
      const { ServiceCode, SecretId } = toQuestion(text === '' ? '{}' : text);
      const asks = SecretId === undefined ? `quotas ${ServiceCode}` : `secret ${SecretId}`;
      const what = text === '' ? `${request.method} ${request.url}` : asks;
      const signedFor =
        /Credential=[^/]+\/\d+\/[\w-]+\/([\w-]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
      asked.push({ what, signedFor });
      const { status, body } = answers[what] ?? { status: 403, body: {} };
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${toPort(server.address())}`,
    asked,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
const toQuestion = (text: string) => JSON.parse(text) as { readonly ServiceCode?: string; readonly SecretId?: string };
const toPort = (address: unknown) => (address as AddressInfo).port;
