import { randomUUID } from 'node:crypto';
import type { EventApiModel } from '../api-model.ts';
import type { Faults, Json, JsonObject, StandIn } from '../model.ts';
import { WireFault } from '../model.ts';
import { readChannel } from './channels.ts';
import type { Hub } from './hub.ts';

export type PublishingOptions = {
  readonly api: EventApiModel;
  readonly hub: Hub;
  readonly faults?: Faults;
  readonly region: string;
  readonly accountId: string;
};

/** Limits of the service for one publish. */
const mostEvents = 5;
const mostEventBytes = 240 * 1024;

const operation = 'EventPublish';
const badRequest = (message: string): WireFault => new WireFault(400, 'BadRequestException', message);

function readBody(body: Buffer): JsonObject {
  try {
    const value: Json = JSON.parse(body.toString());
    if (typeof value === 'object' && value !== null && !('length' in value)) return value;
  } catch {}
  throw badRequest('The body is not a JSON object');
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** 1 to 5 events, each the text of a JSON value of at most 240 KB. */
function readEvents(value: Json | undefined): readonly string[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > mostEvents)
    throw badRequest(`events must be a list of 1 to ${mostEvents}`);
  return value.map((event: Json) => {
    if (typeof event !== 'string' || !isJson(event)) throw badRequest('an event must be the text of a JSON value');
    if (Buffer.byteLength(event) > mostEventBytes) throw badRequest(`an event is longer than ${mostEventBytes} bytes`);
    return event;
  });
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** Hands events on; faults may lose them, hand them on twice, or hold them back until the channel's next. */
function createDelivery({ hub, faults }: PublishingOptions): (path: string, events: readonly string[]) => void {
  const heldBack = new Map<string, readonly string[]>();
  return (path, events) => {
    const mode = faults?.take('appsync', operation, ['drop', 'duplicate', 'reorder']);
    if (mode === 'drop') return;
    if (mode === 'reorder') return void heldBack.set(path, [...(heldBack.get(path) ?? []), ...events]);
    const late = heldBack.get(path) ?? [];
    heldBack.delete(path);
    for (const event of [...events, ...(mode === 'duplicate' ? events : []), ...late]) hub.deliver(path, event);
  };
}

/** Publishing over HTTP: `POST /event {channel, events}`. Whoever listens has the events in their buffers when it answers. */
export function createPublishing(options: PublishingOptions): StandIn {
  const { api, region, accountId } = options;
  const deliver = createDelivery(options);
  const namespaceArn = (name: string): string =>
    `arn:aws:appsync:${region}:${accountId}:apis/${api.id}/channelNamespace/${name}`;
  return {
    service: 'appsync',
    protocol: 'rest-json',
    route: ({ method, path, body }) =>
      method === 'POST' && path === '/event' ? { operation, input: readBody(body) } : undefined,
    asks: (_operation, { channel }) => {
      const namespace = readChannel(textOf(channel), false)?.namespace ?? '';
      return [{ action: 'appsync:EventPublish', resource: namespaceArn(namespace) }];
    },
    async perform({ input }) {
      const channel = readChannel(textOf(input['channel']), false);
      if (!channel || !api.namespaces.some(({ name }) => name === channel.namespace))
        throw badRequest(`${JSON.stringify(input['channel'])} is not a channel of this API`);
      const events = readEvents(input['events']);
      deliver(channel.path, events);
      const successful = events.map((_, index) => ({ identifier: randomUUID(), index }));
      return { body: { failed: [], successful } };
    },
  };
}
