import { randomUUID } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** What a world keeps for the end of the run: every line its functions wrote, and everything such a line must not hold. */
export type KeptLogs = {
  line(text: string): void;
  /** A call as it was sent and answered: its tokens, keys and body are secrets. */
  call(sent: { readonly headers: Readonly<Record<string, string>>; readonly body?: object }, answered: string): void;
  close(): void;
};
export type Entry = readonly ['line' | 'secret', string];

/** Short words may stand in a log by chance; times and numbers are no secrets. */
const shortestSecret = 10;
const isSecret = (text: string) => text.trim().length >= shortestSecret && !/^[\d\s.:TZ+-]+$/.test(text);
const secretHeaders = ['authorization', 'idempotency-key', 'rostrum-guest'];
const credentials = /"(?:JoinToken|accessToken|token|clientSecret|checkoutUrl)":"([^"]+)"/g;
/** Logs name the rooms they speak of, so a room's id is no secret though somebody sent it in a body. */
const roomIds = /"id":"([0-9A-Za-z]{13})"/g;

/** Keeps into a file of its own, so that worlds of several processes do not disturb each other; nowhere without a folder. */
export function keepLogs(folder: string | undefined): KeptLogs {
  let file = folder === undefined ? undefined : openSync(join(folder, `${randomUUID()}.jsonl`), 'a');
  const known = new Set<string>();
  const rooms = new Set<string>();
  const write = (entry: Entry): void => {
    if (file !== undefined) writeSync(file, `${JSON.stringify(entry)}\n`);
  };
  const secret = (text: string): void => {
    // The beginning of a long text gives it away as well.
    const told = text.slice(0, 200);
    if (!isSecret(told) || known.has(told) || rooms.has(told)) return;
    known.add(told);
    write(['secret', told]);
  };
  return {
    line: (text) => write(['line', text]),
    call({ headers, body }, answered) {
      for (const [, roomId = ''] of answered.matchAll(roomIds)) rooms.add(roomId);
      for (const [name, value] of Object.entries(headers))
        if (secretHeaders.includes(name)) secret(value.replace(/^bearer /i, ''));
      for (const text of textsIn(body)) secret(text);
      for (const [, credential = ''] of answered.matchAll(credentials)) secret(credential);
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
