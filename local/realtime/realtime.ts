import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { EventApiModel } from '../api-model.ts';
import type { Faults, Invoke, StandIn } from '../model.ts';
import { createAuthorize } from './authorizer.ts';
import { createDoor } from './door.ts';
import { createHub } from './hub.ts';
import { createPublishing } from './publishing.ts';

export type RealtimeOptions = {
  readonly api: EventApiModel;
  readonly invoke: Invoke;
  readonly faults?: Faults;
  readonly region: string;
  readonly accountId: string;
};

/** The local AppSync Events: an endpoint to publish to, and sockets that hear. */
export type Realtime = {
  readonly standIn: StandIn;
  /** True when the path is ours (`/event/realtime`); the socket is then taken. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Open sockets, and how many listen to each channel. */
  snapshot(): { readonly connections: number; readonly listeners: ReadonlyMap<string, number> };
  close(): void;
};

export function createRealtime(options: RealtimeOptions): Realtime {
  const hub = createHub();
  const door = createDoor({ api: options.api, hub, authorize: createAuthorize(options) });
  return {
    standIn: createPublishing({ ...options, hub }),
    upgrade: door.open,
    snapshot: () => ({ connections: door.connections(), listeners: hub.listeners() }),
    close: door.close,
  };
}
