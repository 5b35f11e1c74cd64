import { randomUUID } from 'node:crypto';
import type { EventApiModel } from '../api-model.ts';
import type { Invoke, Json, JsonObject } from '../model.ts';
import type { Channel } from './channels.ts';

export type Credentials = Readonly<Record<string, string>>;

/** What a client wants: to connect, or to subscribe to a channel. */
export type Wish = { readonly credentials: Credentials | undefined; readonly channel?: Channel };

export type AuthorizerOptions = {
  readonly api: EventApiModel;
  readonly accountId: string;
  readonly invoke: Invoke;
};

/** Whether the client may. Nobody may without a token and a host, or when the function throws or says anything but yes. */
export type Authorize = (wish: Wish) => Promise<boolean>;

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Headers as a client sends them, in the subprotocol or in a message: a flat object of texts. */
export function readCredentials(value: Json | undefined): Credentials | undefined {
  if (!isObject(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, text]) => (typeof text === 'string' ? [[name.toLowerCase(), text]] : [])),
  );
}

/** Asks the API's Lambda authorizer every time: nothing is kept, whatever `ttlOverride` says. */
export function createAuthorize({ api, accountId, invoke }: AuthorizerOptions): Authorize {
  return async ({ credentials, channel }) => {
    const { authorization, host } = credentials ?? {};
    if (!authorization || !host) return false;
    const requestId = randomUUID();
    const about = channel && { channelNamespaceName: channel.namespace, channel: channel.path };
    const operation = channel ? 'EVENT_SUBSCRIBE' : 'EVENT_CONNECT';
    const event = {
      authorizationToken: authorization,
      requestContext: { apiId: api.id, accountId, requestId, operation, ...about },
      requestHeaders: { ...credentials },
    };
    const answer = await invoke(api.authorizerArn, event, { requestId });
    return answer.isOk && isObject(answer.payload) && answer.payload['isAuthorized'] === true;
  };
}
