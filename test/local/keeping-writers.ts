/** People who write to a running product over its public API, and remember what was answered. */

export type Call = (
  method: string,
  path: string,
  body?: object,
  token?: string,
) => Promise<{ status: number; body: Body }>;
export type Body = {
  readonly id: string;
  readonly bio: string;
  readonly status: string;
  readonly endReason: string;
  readonly participantCount: number;
  readonly followingCount: number;
  readonly room: { readonly id: string };
  readonly data: readonly Body[];
  readonly accessToken: string;
  readonly userId: string;
  readonly users: readonly Writer[];
  readonly Messages?: readonly { readonly Body: string }[];
};
export type Writer = { readonly handle: string; readonly userId: string; readonly accessToken: string };
/** What a person has of something: as last acknowledged, and what was asked for since without an answer. */
export type Known<Value> = { acknowledged: Value; asked: Value };
export type Told = {
  readonly bio: Known<string>;
  readonly isFollowing: Known<boolean>;
  readonly isInside: Known<boolean>;
};

const toBody = (value: unknown) => value as Body;

export function callerOf(url: string): Call {
  return async (method, path, body, token) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: toBody(text === '' ? {} : JSON.parse(text)) };
  };
}

/** A call of SQS as the operator makes it. */
export async function askQueue(url: string, operation: string, input: object): Promise<Body> {
  const response = await fetch(`${url}/aws/sqs/`, {
    method: 'POST',
    headers: {
      'x-amz-target': `AmazonSQS.${operation}`,
      authorization: 'AWS4-HMAC-SHA256 Credential=AKIAROSTRUMOPERATOR0/20300101/us-east-1/sqs/aws4_request',
    },
    body: JSON.stringify(input),
  });
  return toBody(await response.json());
}

const begin = <Value>(value: Value): Known<Value> => ({ acknowledged: value, asked: value });
export const untold = (): Told => ({ bio: begin(''), isFollowing: begin(false), isInside: begin(false) });

async function ask<Value>(known: Known<Value>, value: Value, call: () => ReturnType<Call>): Promise<void> {
  known.asked = value;
  const { status } = await call();
  if (status >= 300) throw new Error(`answered ${status}`);
  known.acknowledged = value;
}

/** One write of the person: a new bio, or following or being in the room the other way round. */
export function writeOnce(
  call: Call,
  { accessToken }: Writer,
  told: Told,
  target: { userId: string; roomId: string },
  turn: number,
) {
  const { bio, isFollowing, isInside } = told;
  const send = (method: string, path: string, body?: object) => () => call(method, path, body, accessToken);
  const follow = `/v1/me/following/${target.userId}`;
  const door = `/v1/rooms/${target.roomId}/${isInside.acknowledged ? 'leave' : 'join'}`;
  if (turn % 3 === 0) return ask(bio, `turn ${turn}`, send('PATCH', '/v1/me', { bio: `turn ${turn}` }));
  if (turn % 3 === 1)
    return ask(isFollowing, !isFollowing.acknowledged, send(isFollowing.acknowledged ? 'DELETE' : 'PUT', follow));
  return ask(isInside, !isInside.acknowledged, send('POST', door));
}
