import { join, resolve } from 'node:path';
import { type Keeping, WireFault } from '../model.ts';
import { nameOf } from './files.ts';
import { encodeFrame } from './frames.ts';
import { LogFile } from './log-file.ts';
import { type Opened, readFolder, removeBefore, takeFolder } from './opening.ts';
import { Shelves } from './shelves.ts';
import { writeSnapshot } from './snapshot.ts';

export type KeepingOptions = {
  /** Bytes the log may have before a snapshot is made of everything; it may always grow to twice the last snapshot. @default 16 MB */
  readonly logBytes?: number;
};

export type FolderKeeping = Keeping & {
  /** Writes what is left and gives the folder back. What is put later is not kept, and nothing is acknowledged any more. */
  close(): Promise<void>;
};

const defaultLogBytes = 16 * 1024 * 1024;

class Folder implements FolderKeeping {
  readonly #folder: string;
  readonly #unlock: () => void;
  readonly #logBytes: number;
  readonly #shelves = new Shelves(() => this.#plan());
  #log: LogFile;
  #number: number;
  #snapshotSize: number;
  #snapshot: Promise<void> | undefined;
  /** The write that is planned; everybody who put something in this turn waits for the same one. */
  #planned: PromiseWithResolvers<void> | undefined;
  #failure: Error | undefined;
  #isClosed = false;

  constructor(folder: string, { logBytes = defaultLogBytes }: KeepingOptions) {
    this.#folder = folder;
    this.#logBytes = logBytes;
    this.#unlock = takeFolder(folder);
    try {
      const opened: Opened = readFolder(folder, (changes) => this.#shelves.restore(changes));
      this.#number = opened.number;
      this.#snapshotSize = opened.snapshotSize;
      this.#log = new LogFile(join(folder, nameOf('log', opened.number)), opened.logSize);
    } catch (error) {
      this.#unlock();
      throw error;
    }
  }

  shelf<Value>(name: string) {
    return this.#shelves.shelf<Value>(name);
  }

  async written(): Promise<void> {
    await this.#planned?.promise;
    if (this.#failure !== undefined) throw this.#failure;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#write();
    this.#isClosed = true;
    this.#failure ??= new WireFault(503, 'ServiceUnavailable', 'The embedded cloud is closing');
    await this.#snapshot;
    this.#log.close();
    this.#unlock();
  }

  // Behind everything that follows at once from what is done now: a frame never shows half of a step.
  #plan(): void {
    if (this.#planned !== undefined || this.#isClosed) return;
    this.#planned = Promise.withResolvers();
    // A failure is met by whoever asks whether it is written; nobody may be asking.
    this.#planned.promise.catch(() => {});
    setImmediate(() => this.#write());
  }

  #write(): void {
    const planned = this.#planned;
    if (planned === undefined) return;
    this.#planned = undefined;
    try {
      // Behind a failed write nothing may follow: it would be read as if the failed one had never been.
      if (this.#failure !== undefined) throw this.#failure;
      this.#log.append(encodeFrame(this.#shelves.takeChanges()));
      planned.resolve();
    } catch (error) {
      this.#failure ??= new Error(`Nothing can be kept in ${this.#folder} any more: ${String(error)}`);
      planned.reject(this.#failure);
      return;
    }
    if (this.#log.size > Math.max(this.#logBytes, 2 * this.#snapshotSize)) this.#beginSnapshot();
  }

  /** From here on changes go to a new log; everything before it goes into the snapshot of the same number. */
  #beginSnapshot(): void {
    if (this.#snapshot !== undefined || this.#isClosed) return;
    const number = this.#number + 1;
    const all = this.#shelves.copy();
    this.#log.close();
    this.#log = new LogFile(join(this.#folder, nameOf('log', number)), 0);
    this.#number = number;
    const path = join(this.#folder, nameOf('snapshot', number));
    this.#snapshot = writeSnapshot(path, all, () => this.#isClosed)
      .then((size) => {
        if (this.#isClosed) return;
        this.#snapshotSize = size;
        removeBefore(this.#folder, number);
      })
      // The logs are still there and say the same: the next one may succeed.
      .catch((error: unknown) => console.error(`No snapshot could be made in ${this.#folder}:`, error))
      .finally(() => {
        this.#snapshot = undefined;
      });
  }
}

/** Opens a folder for this process alone. Throws KeepingRefusal with a sentence for people. */
export function openFolder(folder: string, options: KeepingOptions = {}): FolderKeeping {
  return new Folder(resolve(folder), options);
}
