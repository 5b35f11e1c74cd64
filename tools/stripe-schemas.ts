import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { schemasOf } from './stripe/schemas.ts';

const root = join(import.meta.dirname, '..');
const resources = join(root, 'node_modules/stripe/esm');

/** The file the stand-in validates by, made from the installed SDK. */
export const schemasFile = join(root, 'local/stripe/schemas.json');

/** What the file should hold with the SDK that is installed. */
export const currentSchemas = () => schemasOf((path) => readFile(join(resources, path), 'utf8'));

if (import.meta.main) await writeFile(schemasFile, `${JSON.stringify(await currentSchemas(), undefined, 2)}\n`);
