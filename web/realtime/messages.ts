import { type RealtimeGrant, readObject } from './grant.ts';

/** A message of the service, as far as it is read here. */
export type Message = {
  readonly type: string;
  readonly id: string;
  /** Of an acknowledgement: the longest silence of a line that is alive. */
  readonly connectionTimeoutMs: number | undefined;
  /** Of data: texts of JSON values. */
  readonly events: readonly string[];
  /** Of an error: trying again with the same token will not do. */
  readonly isForbidden: boolean;
};

/** Of a socket's message event. */
export function readMessage(event: unknown): Message {
  const { data } = event as { readonly data?: unknown };
  const { type, id, connectionTimeoutMs, event: told, errors } = readObject(data);
  return {
    type: String(type),
    id: String(id),
    connectionTimeoutMs: typeof connectionTimeoutMs === 'number' ? connectionTimeoutMs : undefined,
    events: [told].flat().flatMap((text) => (typeof text === 'string' ? [text] : [])),
    isForbidden: Array.isArray(errors) && errors.map(readError).some(isForbidden),
  };
}

type ServiceError = { readonly errorType?: unknown; readonly errorCode?: unknown };
const readError = (error: unknown) => (error ?? {}) as ServiceError;
const isForbidden = ({ errorType, errorCode }: ServiceError): boolean =>
  errorCode === 401 || errorCode === 403 || /^(Unauthorized|Forbidden)/.test(String(errorType));

const credentials = ({ host, token }: RealtimeGrant) => ({ host, Authorization: token });

/** Browsers set no headers on a socket: they travel as a subprotocol, in base64url. */
export function protocolsFor(grant: RealtimeGrant): string[] {
  const header = btoa(JSON.stringify(credentials(grant)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
  return ['aws-appsync-event-ws', `header-${header}`];
}

export const subscribing = (id: string, channel: string, grant: RealtimeGrant) => ({
  type: 'subscribe',
  id,
  channel,
  authorization: credentials(grant),
});
