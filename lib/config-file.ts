import { readFileSync } from 'node:fs';
import { type Config, readConfig } from '../domain/policy.ts';

/** The operator's file, read and checked, and its compact text for the functions' environment. */
export type ConfigFile = { readonly config: Config; readonly configText: string };

/** AWS Lambda: the environment of a function holds 4 KB in all; the rest of it needs about 1 KB. */
const longestText = 3000;

/** Reads and checks a config file; throws with the name of the field that is wrong. */
export function readConfigFile(path: string): ConfigFile {
  const raw: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const read = readConfig(raw);
  if (!read.isAllowed) throw new Error(`${path}: ${read.refusal.param ?? ''} ${read.refusal.message}`);
  const { mode, publishableKey } = read.value.stripe;
  if (publishableKey && !publishableKey.startsWith(`pk_${mode}_`))
    throw new Error(`${path}: stripe.publishableKey must be of the mode ${mode}`);
  const configText = JSON.stringify(raw);
  if (configText.length > longestText)
    throw new Error(`${path} has ${configText.length} characters; Lambda's environment has room for ${longestText}`);
  return { config: read.value, configText };
}
