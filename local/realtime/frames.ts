import type { Json, JsonObject } from '../model.ts';

/** A message of a client; whatever else it carries is not ours to read. */
export type Message = {
  readonly type: string;
  readonly id: string;
  readonly channel: string;
  readonly authorization: Json | undefined;
};

/** Undefined when the text is no JSON object with a type. */
export function readMessage(text: string): Message | undefined {
  try {
    const raw: JsonObject | null = JSON.parse(text);
    if (typeof raw?.['type'] !== 'string') return undefined;
    const { type, id, channel, authorization } = raw;
    return {
      type,
      id: typeof id === 'string' ? id : '',
      channel: typeof channel === 'string' ? channel : '',
      authorization,
    };
  } catch {
    return undefined;
  }
}

type Problem = { readonly errorType: string; readonly message: string };

/** An error message to the client: `connection_error`, `subscribe_error` and the like, about the id it chose. */
export const errorFrame = (type: string, id: string | undefined, problem: Problem): JsonObject => ({
  type,
  ...(id === undefined ? {} : { id }),
  errors: [problem],
});

export const problems = {
  unauthorized: { errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.' },
  notConnected: { errorType: 'BadRequestException', message: 'connection_init comes first' },
  noMessage: { errorType: 'BadRequestException', message: 'The message is not a JSON object with a type' },
  noChannel: { errorType: 'BadRequestException', message: 'The channel is not one of this API' },
  noId: { errorType: 'BadRequestException', message: 'A message needs an id of 1 to 128 characters' },
  duplicate: { errorType: 'DuplicatedOperationError', message: 'The id is in use on this connection' },
  tooMany: { errorType: 'LimitExceededError', message: 'A connection has 100 subscriptions at most' },
  unknownId: { errorType: 'UnknownOperationError', message: 'Unknown operation id' },
  failed: { errorType: 'InternalFailure', message: 'The local cloud failed' },
} as const satisfies Readonly<Record<string, Problem>>;
