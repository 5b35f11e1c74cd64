import { createServer } from 'node:http';
import { exportJWK, exportPKCS8, generateKeyPair, importPKCS8, type JWTPayload, SignJWT } from 'jose';
import { onTestFinished } from 'vitest';
import type { HttpApiModel, RouteModel } from '../../local/api-model.ts';
import { createClock } from '../../local/clock/clock.ts';
import { createGateway } from '../../local/gateway/gateway.ts';
import { dispatch, type Handle } from '../../local/listening/dispatch.ts';
import { listen } from '../../local/listening/listen.ts';
import type { Clock, Invoke, Json, JsonObject } from '../../local/model.ts';

export type Served = { readonly url: string; readonly clock: Clock; readonly events: readonly JsonObject[] };

const answerOk: Json = { statusCode: 200, body: 'ok' };

/** One API behind a real socket, whose only function answers what the test says and keeps its events. */
export async function serve(
  routes: readonly Partial<RouteModel>[],
  options: { readonly api?: Partial<HttpApiModel>; readonly invoke?: Invoke; readonly answer?: Json } = {},
): Promise<Served> {
  const clock = createClock();
  const events: JsonObject[] = [];
  const invoke: Invoke = async (_arn, payload) => {
    if (typeof payload === 'object' && payload !== null && 'version' in payload) events.push(payload);
    return { isOk: true, payload: options.answer === undefined ? answerOk : options.answer };
  };
  const all = routes.map((route) => ({ method: 'GET', path: '/', functionArn: 'arn:echo', ...route }));
  const apis = [{ id: 'api', stage: '$default', routes: all, ...options.api }];
  const gateway = createGateway({ clock, apis, accountId: '000000000000', invoke: options.invoke ?? invoke });
  const unknown: Handle = async (request, response) => {
    gateway.refuseUnknown(request, response);
    return true;
  };
  const request = dispatch([gateway.handle, unknown]);
  const listening = await listen(0, { request, upgrade: (_request, socket) => socket.destroy() });
  onTestFinished(async () => {
    await listening.close();
    clock.close();
  });
  return { url: `http://127.0.0.1:${listening.port}`, clock, events };
}

export type Issuer = {
  readonly url: string;
  sign(claims: JWTPayload, header?: { readonly kid?: string; readonly alg?: string }): Promise<string>;
};

/** An issuer with one RSA key, publishing its documents as any provider does. */
export async function serveIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', use: 'sig' }];
  const server = createServer((request, response) => {
    const url = `http://${request.headers.host}`;
    const document = request.url === '/keys' ? { keys } : { issuer: url, jwks_uri: `${url}/keys` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    async sign(claims, header = {}) {
      const { alg = 'RS256', kid = 'one' } = header;
      const key = await importPKCS8(await exportPKCS8(privateKey), alg);
      return new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(key);
    },
  };
}
