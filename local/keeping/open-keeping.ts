import { forgetful } from './forgetful.ts';
import { type FolderKeeping, openFolder } from './keeping.ts';
import { keptValue } from './kept-value.ts';
import { KeepingRefusal } from './refusal.ts';

const port = 'port';

/** Keeps in the folder, or, without one, nothing. */
export function openKeeping(folder: string | undefined): FolderKeeping {
  return folder === undefined ? { ...forgetful, close: async () => {} } : openFolder(folder);
}

/** The port to listen on: the folder's own where none is asked for. User ids and tokens name the port, so it may not change. */
export function portFor(keeping: FolderKeeping, asked: number, folder: string | undefined): number {
  const kept = keeping
    .shelf<number>('values')
    .entries()
    .find(([name]) => name === port)?.[1];
  if (kept === undefined || kept === asked) return asked;
  if (asked === 0) return kept;
  const sentence = `${folder} was begun on port ${kept}, and its people's ids and tokens name that port.`;
  throw new KeepingRefusal(`${sentence} Start with PORT=${kept}, or choose another folder.`);
}

/** Remembers the port that was got. */
export function keepPort(keeping: FolderKeeping, got: number): void {
  keptValue(keeping, port, () => got);
}
