import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';

/** A file that only grows. What `append` took is with the operating system when it returns: it outlives the process. */
export class LogFile {
  readonly #descriptor: number;
  #size: number;

  /** Goes on behind `size` bytes; what may stand there is cut off. */
  constructor(path: string, size: number) {
    this.#descriptor = openSync(path, 'a', 0o600);
    ftruncateSync(this.#descriptor, size);
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  append(bytes: Uint8Array): void {
    let from = 0;
    while (from < bytes.length) from += writeSync(this.#descriptor, bytes, from);
    this.#size += bytes.length;
  }

  close(): void {
    fsyncSync(this.#descriptor);
    closeSync(this.#descriptor);
  }
}
