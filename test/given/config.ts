import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const own = (): { readonly policy: object } =>
  toConfig(JSON.parse(readFileSync(resolve(import.meta.dirname, '../../rostrum.config.json'), 'utf8')));
const toConfig = (value: unknown) => value as { readonly policy: object };

/** The project's config with other fields, as a file for `openWorld({ configFile })`; `remove` when the world is closed. */
export function configFileWith(changes: object): { readonly configFile: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'rostrum-config-'));
  const configFile = join(folder, 'rostrum.config.json');
  writeFileSync(configFile, JSON.stringify({ ...own(), ...changes }));
  return { configFile, remove: () => rmSync(folder, { recursive: true }) };
}

/** The same with another policy. */
export const configWith = (policy: { readonly preset?: string; readonly overrides?: object }) =>
  configFileWith({ policy: { ...own().policy, ...policy } });
