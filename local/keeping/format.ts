import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../assembly/json.ts';
import type { Json } from '../model.ts';
import { KeepingRefusal } from './refusal.ts';

/** The format this code writes. It opens this one and the one before. */
const written = 1;
/** The oldest code that can open what this code writes, by the format that code writes. */
const readableFrom = 1;

const fileName = 'format.json';

type Format = { readonly format: number; readonly readableFrom: number };

function readFormat(folder: string): Format | undefined {
  const path = join(folder, fileName);
  if (!existsSync(path)) return undefined;
  const json: Json = JSON.parse(readFileSync(path, 'utf8'));
  const format = isObject(json) ? json['format'] : undefined;
  const oldest = isObject(json) ? json['readableFrom'] : undefined;
  if (typeof format !== 'number') throw new KeepingRefusal(`${path} does not say a format. Choose another folder.`);
  return { format, readableFrom: typeof oldest === 'number' ? oldest : format };
}

/** Refuses a folder that this code cannot open or that is somebody else's; a new or empty one becomes ours. */
export function checkFormat(folder: string): void {
  const found = readFormat(folder);
  if (found === undefined) {
    const others = readdirSync(folder).filter((name) => name !== 'lock' && !name.endsWith('.unfinished'));
    if (others.length > 0)
      throw new KeepingRefusal(
        `${folder} holds other files (${others[0]}). Choose a folder of its own, or an empty one.`,
      );
  } else if (found.readableFrom > written) {
    const sentence = `${folder} was written by a newer Rostrum (format ${found.format}); this one knows format ${written}.`;
    throw new KeepingRefusal(`${sentence} Start the newer one, or choose another folder.`);
  } else if (found.format < written - 1) {
    const sentence = `${folder} is of format ${found.format}; this Rostrum opens ${written - 1} and ${written}.`;
    throw new KeepingRefusal(`${sentence} Open it with the versions between first: docs/upgrading.md.`);
  }
}

/** Says in the folder what it is from now on. */
export function writeFormat(folder: string): void {
  const path = join(folder, fileName);
  const format: Format = { format: written, readableFrom };
  writeFileSync(`${path}.unfinished`, `${JSON.stringify(format)}\n`);
  renameSync(`${path}.unfinished`, path);
}
