import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The project's config with another policy, as a file for `openWorld({ configFile })`; `remove` when the world is closed. */
export function configWith(policy: { readonly preset?: string; readonly overrides?: object }): {
  readonly configFile: string;
  remove(): void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'rostrum-config-'));
  const configFile = join(folder, 'rostrum.config.json');
  const given = toConfig(JSON.parse(readFileSync(resolve(import.meta.dirname, '../../rostrum.config.json'), 'utf8')));
  writeFileSync(configFile, JSON.stringify({ ...given, policy: { ...given.policy, ...policy } }));
  return { configFile, remove: () => rmSync(folder, { recursive: true }) };
}

const toConfig = (value: unknown) => value as { readonly policy: object };
