import { crc32 } from 'node:zlib';
import type { Json } from '../model.ts';
import { KeepingRefusal } from './refusal.ts';

/** One value put, or with no value the key removed. */
export type Change = readonly [shelf: string, key: string, value?: Json];

const newline = 10;

function checksumOf(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}

/** Changes that count together, as one line: eight digits of CRC-32, a space, the JSON. */
export function encodeFrame(changes: readonly Change[]): Buffer {
  const bytes = Buffer.from(JSON.stringify(changes));
  return Buffer.concat([Buffer.from(`${checksumOf(bytes)} `), bytes, Buffer.of(newline)]);
}

function readFrame(line: Buffer): readonly Change[] | undefined {
  const bytes = line.subarray(9);
  if (line.subarray(0, 8).toString('latin1') !== checksumOf(bytes)) return undefined;
  return JSON.parse(bytes.toString()) as readonly Change[];
}

/**
 * Hands every frame over in order and answers the length of what was whole. The last frame may be torn, as a process that is
 * killed leaves it: it was acknowledged to nobody and is dropped. A broken frame with others behind it is refused.
 */
export function readFrames(file: Buffer, name: string, take: (changes: readonly Change[]) => void): number {
  let at = 0;
  while (at < file.length) {
    const end = file.indexOf(newline, at);
    const changes = end < 0 ? undefined : readFrame(file.subarray(at, end));
    if (changes === undefined) {
      if (end < 0 || end + 1 === file.length) return at;
      throw new KeepingRefusal(
        `${name} is damaged at byte ${at}. Put back a copy of the folder, or start with another.`,
      );
    }
    take(changes);
    at = end + 1;
  }
  return at;
}
