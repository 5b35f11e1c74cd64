import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { toCloudModel } from './assembly/cloud-model.ts';
import { readStacks } from './assembly/stacks.ts';
import { synthesize } from './assembly/synthesize.ts';
import { installVirtualDate } from './clock/virtual-date.ts';
import { createDemo } from './demo/demo.ts';
import { keepPort, openKeeping, portFor } from './keeping/open-keeping.ts';
import { listen } from './listening/listen.ts';
import { createSwitch } from './listening/switch.ts';
import type { CloudModel, Keeping } from './model.ts';
import { type Backbone, type BackboneOptions, createBackbone } from './parts/backbone.ts';
import { createDoors, type Doors, type DoorsOptions } from './parts/doors.ts';
import { createServices, type Services, type ServicesOptions } from './parts/services.ts';
import { secretsPutIn } from './secrets/put-in.ts';
import { answeringOf } from './stripe/server.ts';

export type CloudOptions = Omit<
  BackboneOptions & ServicesOptions & Pick<DoorsOptions, 'onAsk'>,
  'model' | 'port' | 'stripeUrl' | 'keeping'
> & {
  /** 0 chooses a free port. @default 0 */
  readonly port?: number;
  /** The project's folder. @default this one */
  readonly root?: string;
  /** The operator's config file. @default the project's rostrum.config.json */
  readonly configFile?: string;
  /** A synthesized assembly to run instead of the project's. */
  readonly assembly?: string;
  /** A folder that keeps the state between starts. @default state ends with the process */
  readonly keepIn?: string;
  /** Whether to begin with the demo world. @default false */
  readonly hasDemo?: boolean;
  /** Whether `Date` of this whole process follows the virtual clock, as interactive sign-in after a jump needs it. @default false */
  readonly movesDate?: boolean;
  /** Changes what the template asks for before anything starts: a test takes a grant away and sees what fails. */
  readonly changeModel?: (model: CloudModel) => CloudModel;
};

export type Cloud = Omit<Backbone & Services & Doors, 'answering'> & {
  /** Where everything is served, e.g. `http://localhost:4000`. */
  readonly url: string;
  readonly port: number;
  /** Where the payment service's stand-in answers an SDK. */
  readonly stripeUrl: string;
  readonly model: CloudModel;
  /** Ends every thread, timer and connection. */
  close(): Promise<void>;
};

const region = 'us-east-1';
const accountId = '000000000000';

/** What to undo when the cloud closes, the last first. */
type Closings = (() => unknown)[];

async function closeAll(closings: Closings): Promise<void> {
  for (const close of closings.splice(0).toReversed()) await close();
}

async function openAssembly(options: CloudOptions, root: string, closings: Closings): Promise<string> {
  if (options.assembly !== undefined) return options.assembly;
  const directory = await mkdtemp(join(tmpdir(), 'rostrum-assembly-'));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  // A process that is told to end while it starts never gets to close anything.
  process.once('exit', remove);
  closings.push(remove, () => process.removeListener('exit', remove));
  await synthesize({ root, directory, ...(options.configFile !== undefined && { configFile: options.configFile }) });
  return directory;
}

async function readModel(directory: string, port: number, keeping: Keeping): Promise<CloudModel> {
  const origin = `http://localhost:${port}`;
  const wireOrigin = `http://127.0.0.1:${port}`;
  const kept = keeping.shelf<string>('secrets');
  const secrets = { ...secretsPutIn, ...Object.fromEntries(kept.entries()) };
  const place = { region, accountId, origin, wireOrigin, issuer: `${origin}/oidc`, clientId: 'rostrum-web', secrets };
  const model = toCloudModel(await readStacks(directory), place);
  for (const { name, value } of model.secrets ?? []) kept.put(name, value);
  return model;
}

async function start(options: CloudOptions, closings: Closings): Promise<Cloud> {
  const root = resolve(options.root ?? join(import.meta.dirname, '..'));
  const doorway = createSwitch();
  const keeping = openKeeping(options.keepIn);
  closings.push(() => keeping.close());
  const listening = await listen(portFor(keeping, options.port ?? 0, options.keepIn), doorway);
  closings.push(() => listening.close());
  const { port } = listening;
  keepPort(keeping, port);
  const read = await readModel(await openAssembly(options, root, closings), port, keeping);
  const model = options.changeModel?.(read) ?? read;
  const payments = createSwitch();
  // Of its own: Stripe's SDK knows no path before `/v1`, which on the other port is the product's.
  const paymentsListening = await listen(0, payments);
  closings.push(() => paymentsListening.close());
  const stripeUrl = `http://127.0.0.1:${paymentsListening.port}`;
  const backbone = createBackbone({ ...options, model, port, stripeUrl, keeping });
  const { clock, runner } = backbone;
  closings.push(() => runner.close());
  const services = createServices(backbone, { ...options, model, port });
  closings.push(
    () => services.audio.close(),
    () => services.realtime?.close(),
    () => services.tables.close(),
  );
  const demo = createDemo({ url: `http://127.0.0.1:${port}`, isOn: options.hasDemo ?? false, keeping });
  const { answering, ...doors } = await createDoors(
    { ...backbone, ...services },
    { model, port, root, demo, stripeUrl, onAsk: options.onAsk },
  );
  if (options.movesDate) closings.push(installVirtualDate(clock));
  // The clock stops first, then nothing is kept any more: what fails because the parts go away must not count.
  closings.push(
    () => keeping.close(),
    () => clock.close(),
  );
  payments.open(answeringOf(services.stripe, () => keeping.written()));
  doorway.open(answering);
  backbone.open();
  services.stripe.resume();
  await demo.seed();
  const url = `http://localhost:${port}`;
  return { ...backbone, ...services, ...doors, url, port, stripeUrl, model, close: () => closeAll(closings) };
}

/** Starts the embedded cloud: what is deployed, on one port, and a second for Stripe's stand-in. Throws PortBusy, or naming what it cannot run. */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const closings: Closings = [];
  try {
    return await start(options, closings);
  } catch (error) {
    await closeAll(closings);
    throw error;
  }
}
