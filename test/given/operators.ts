import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Stripe from 'stripe';
import type { World } from '../world.ts';

type Endpoints = {
  readonly environment: Readonly<Record<string, string>>;
  readonly stripe: { readonly url: string; readonly apiKey: string };
};
const toEndpoints = (value: unknown) => value as Endpoints;
/** What an operator of this cloud is given. */
export const endpointsOf = async (world: World): Promise<Endpoints> =>
  toEndpoints((await world.nobody.get('/local/endpoints')).body);

/** A command of the project as somebody runs it: what it printed. Rejects when its exit code is not 0. */
export async function runTool(
  environment: Readonly<Record<string, string>>,
  tool: string,
  ...words: readonly string[]
): Promise<string> {
  const file = join(import.meta.dirname, `../../tools/${tool}.ts`);
  const env = { ...process.env, ...environment };
  return (await promisify(execFile)(process.execPath, [file, ...words], { env })).stdout;
}

/** The same with the keys of this cloud's operator. */
export async function operate(world: World, tool: string, ...words: readonly string[]): Promise<string> {
  return runTool((await endpointsOf(world)).environment, tool, ...words);
}

/** The operator at the payment service's own pages. */
export async function dashboardOf(world: World): Promise<Stripe> {
  const { url, apiKey } = (await endpointsOf(world)).stripe;
  const { hostname: host, port } = new URL(url);
  return new Stripe(apiKey, { host, port: Number(port), protocol: 'http', telemetry: false });
}
