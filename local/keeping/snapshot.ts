import { open, rename, rm } from 'node:fs/promises';
import { type Change, encodeFrame } from './frames.ts';

/** Enough for few writes, little enough that others get their turn in between. */
const changesPerFrame = 500;

/**
 * Writes everything aside and gives it its name when it is whole and on the disk. Ends early, leaving nothing, once
 * `isOver` says so. Answers its bytes.
 */
export async function writeSnapshot(path: string, all: readonly Change[], isOver: () => boolean): Promise<number> {
  const aside = `${path}.unfinished`;
  const file = await open(aside, 'w', 0o600);
  let size = 0;
  try {
    for (let at = 0; at < all.length && !isOver(); at += changesPerFrame) {
      const frame = encodeFrame(all.slice(at, at + changesPerFrame));
      await file.writeFile(frame);
      size += frame.length;
    }
    if (!isOver()) await file.sync();
  } finally {
    await file.close();
  }
  if (isOver()) await rm(aside, { force: true });
  else await rename(aside, path);
  return size;
}
