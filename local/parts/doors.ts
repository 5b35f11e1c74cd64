import { join } from 'node:path';
import { createControl } from '../control/control.ts';
import { endpointsOf, operatorKeys } from '../control/endpoints.ts';
import type { Demo } from '../demo/demo.ts';
import { createGateway } from '../gateway/gateway.ts';
import { createIdentity, type Identity } from '../identity/identity.ts';
import { dispatch, type Handle } from '../listening/dispatch.ts';
import type { Answering } from '../listening/listen.ts';
import type { CloudModel, Principal } from '../model.ts';
import { createSite } from '../site/site.ts';
import { createPages } from '../stripe/pages/pages.ts';
import { createWireFront } from '../wire/front.ts';
import type { Asked } from '../wire/permission.ts';
import type { Backbone } from './backbone.ts';
import type { Services } from './services.ts';

export type DoorsOptions = {
  readonly model: CloudModel;
  readonly port: number;
  /** The project's folder; the page is below its `dist/web`. */
  readonly root: string;
  readonly demo: Demo;
  /** Where the payment service's stand-in answers. */
  readonly stripeUrl: string;
  /** Hears of every question that was put to a function's role, and of the answer. */
  readonly onAsk?: ((asked: Asked) => void) | undefined;
};

type Inside = Backbone & Services;

const operator: Principal = { keyId: operatorKeys.accessKeyId, isOperator: true };

function openWire(inside: Inside, { model, onAsk }: DoorsOptions) {
  const { tables, queues, bus, scheduler, audio, realtime, secrets, runner, faults, calls, clock, keeping } = inside;
  const standIns = [tables, queues, bus, scheduler, audio, realtime, secrets].flatMap((part) => part?.standIn ?? []);
  const principalOf = (keyId: string) => (keyId === operator.keyId ? operator : runner.principalOf(keyId));
  const { roles } = model;
  const written = (): Promise<void> => keeping.written();
  return createWireFront({ standIns, principalOf, roles, faults, calls, clock, written, ...(onAsk && { onAsk }) });
}

function openControl(inside: Inside, identity: Identity, { model, port, demo, stripeUrl }: DoorsOptions) {
  const { clock, faults, calls, audio, bus, stripe, keeping } = inside;
  const { issuer, clientId } = identity;
  return createControl({
    url: `http://127.0.0.1:${port}`,
    clock,
    bus,
    faults,
    calls,
    identity,
    audio,
    stripe,
    endpoints: () => endpointsOf({ url: `http://localhost:${port}`, issuer, clientId, model, stripeUrl }),
    people: demo.people,
    written: () => keeping.written(),
  });
}

const openPages = ({ stripe, keeping }: Inside): Handle => createPages(stripe, () => keeping.written());

/** Everything behind the port, in the order in which it is asked: the pages of payments, control, AWS, sign-in, the API's routes, the page. */
export async function createDoors(inside: Inside, options: DoorsOptions) {
  const { model, port, root, demo } = options;
  const { clock, invoke, audio, realtime, keeping } = inside;
  const issuer = `http://localhost:${port}/oidc`;
  const identity = await createIdentity({ issuer, clock, people: demo.choices, keeping });
  const wire = openWire(inside, options);
  const gateway = createGateway({ clock, apis: model.httpApis, accountId: model.accountId, invoke });
  const control = openControl(inside, identity, options);
  const site = await createSite(join(root, 'dist/web'), gateway.owns);
  const refuse: Handle = async (request, response) => {
    gateway.refuseUnknown(request, response);
    return true;
  };
  const answering: Answering = {
    request: dispatch([
      openPages(inside),
      control.handle,
      wire.handle,
      identity.handle,
      gateway.handle,
      site.handle,
      refuse,
    ]),
    upgrade(request, socket, head) {
      const isTaken = audio.upgrade(request, socket, head) || realtime?.upgrade(request, socket, head);
      if (!isTaken) socket.destroy();
    },
  };
  return { identity, wire, answering };
}

export type Doors = Awaited<ReturnType<typeof createDoors>>;
