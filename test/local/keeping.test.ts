import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openFolder } from '../../local/keeping/keeping.ts';
import { KeepingRefusal } from '../../local/keeping/refusal.ts';
import { temporaryFolder } from './folders.ts';
import { leftBy } from './keeping-stage.ts';

function open(folder: string, logBytes?: number) {
  const keeping = openFolder(folder, logBytes === undefined ? {} : { logBytes });
  onTestFinished(() => keeping.close());
  return { keeping, shelf: keeping.shelf<number | string>('numbers') };
}
const log = 'log-000001.ndjson';
const framesIn = (folder: string) => readFileSync(join(folder, log), 'utf8').split('\n').length - 1;
const valuesIn = (folder: string) => Object.fromEntries(open(folder).shelf.entries());

test('what is put and removed is there again after the process was killed', async () => {
  const folder = await temporaryFolder();
  const { keeping, shelf } = open(folder);
  for (const key of ['a', 'b', 'c']) shelf.put(key, `${key} ✋\n"`);
  await keeping.written();
  shelf.remove('b');
  shelf.put('c', 'again');
  await keeping.written();
  expect(valuesIn(await leftBy(folder))).toEqual({ a: 'a ✋\n"', c: 'again' });
});

test('what one turn puts is written as one, so that a kill leaves all of it or nothing', async () => {
  const folder = await temporaryFolder();
  const { keeping, shelf } = open(folder);
  shelf.put('balance', 1);
  await Promise.resolve().then(() => shelf.put('receipt', 1));
  await keeping.written();
  expect(framesIn(folder)).toBe(1);
});

test('wherever the last record is torn, it alone is dropped, and what is put later is kept', async () => {
  const folder = await temporaryFolder();
  const { keeping, shelf } = open(folder);
  shelf.put('first', 1);
  await keeping.written();
  const whole = readFileSync(join(folder, log)).length;
  shelf.put('second', 2);
  await keeping.written();
  const bytes = readFileSync(join(folder, log));
  for (let end = whole; end < bytes.length; end += 1) {
    const torn = await leftBy(folder);
    writeFileSync(join(torn, log), bytes.subarray(0, end));
    const again = openFolder(torn);
    expect(again.shelf('numbers').entries(), `torn at ${end}`).toEqual([['first', 1]]);
    again.shelf<number>('numbers').put('third', 3);
    await again.close();
    expect(valuesIn(torn)).toEqual({ first: 1, third: 3 });
  }
});

test('a record damaged before others is refused with its place, not skipped', async () => {
  const folder = await temporaryFolder();
  const { keeping, shelf } = open(folder);
  for (const key of ['a', 'b']) {
    shelf.put(key, 1);
    await keeping.written();
  }
  const left = await leftBy(folder);
  writeFileSync(join(left, log), readFileSync(join(left, log), 'utf8').replace('"a",1', '"a",2'));
  expect(() => openFolder(left)).toThrow(/log-000001\.ndjson is damaged at byte 0/);
});

test('the log is bounded: a snapshot takes its place, and nothing is lost at any moment', async () => {
  const folder = await temporaryFolder();
  const { keeping, shelf } = open(folder, 2000);
  let most = 0;
  for (let turn = 0; turn < 400; turn += 1) {
    shelf.put(`key ${turn % 20}`, turn);
    await keeping.written();
    if (turn % 20 !== 19) continue;
    const left = valuesIn(await leftBy(folder));
    expect(Object.values(left).toSorted((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 20 }, (_, place) => turn - 19 + place),
    );
    most = Math.max(most, readdirSync(folder).length);
  }
  expect(readdirSync(folder).some((name) => name.startsWith('snapshot-'))).toBe(true);
  // The format, the lock, and at most two logs and two snapshots while one takes over from the other.
  expect(most).toBeLessThanOrEqual(6);
});

test('a snapshot that a kill left unfinished counts for nothing', async () => {
  const folder = await temporaryFolder();
  const { keeping, shelf } = open(folder);
  shelf.put('a', 1);
  await keeping.written();
  const left = await leftBy(folder);
  writeFileSync(join(left, 'snapshot-000002.ndjson.unfinished'), 'half');
  writeFileSync(join(left, 'log-000002.ndjson'), '');
  expect(valuesIn(left)).toEqual({ a: 1 });
  expect(readdirSync(left)).not.toContain('snapshot-000002.ndjson.unfinished');
});

test('a log that is missing between others is refused', async () => {
  const folder = await temporaryFolder();
  await open(folder).keeping.close();
  writeFileSync(join(folder, 'log-000003.ndjson'), '');
  writeFileSync(join(folder, 'snapshot-000002.ndjson'), '');
  expect(() => openFolder(folder)).toThrow(/log-000002\.ndjson is missing/);
});

test('once the folder is given back nothing counts as written', async () => {
  const folder = await temporaryFolder();
  const { keeping, shelf } = open(folder);
  await keeping.close();
  shelf.put('late', 1);
  await expect(keeping.written()).rejects.toThrow('closing');
  expect(valuesIn(folder)).toEqual({});
});

test('a folder that another process uses is refused; the lock of a dead one counts for nothing', async () => {
  const folder = await temporaryFolder();
  const { keeping } = open(folder);
  expect(() => openFolder(folder)).toThrow(`${folder} is in use by process ${process.pid}`);
  await keeping.close();
  writeFileSync(join(folder, 'lock'), '4194304 1\n');
  open(folder);
});

test('the number of a dead process, given to another one, does not lock the folder', async () => {
  const folder = await temporaryFolder();
  writeFileSync(join(folder, 'lock'), `${process.pid} 1\n`);
  open(folder);
});

const formats: readonly [name: string, format: object, sentence: RegExp | undefined][] = [
  ['a newer Rostrum wrote', { format: 3, readableFrom: 2 }, /written by a newer Rostrum \(format 3\); this one knows/],
  ['a newer Rostrum wrote so that this one can read it', { format: 2, readableFrom: 1 }, undefined],
  ['is too old', { format: -1, readableFrom: -1 }, /is of format -1; this Rostrum opens 0 and 1/],
  ['says no format', {}, /does not say a format/],
];
test.each(formats)('a folder that %s is opened or refused with a sentence', async (_name, format, sentence) => {
  const folder = await temporaryFolder();
  writeFileSync(join(folder, 'format.json'), JSON.stringify(format));
  const attempt = () => open(folder);
  if (sentence === undefined) attempt();
  else expect(attempt).toThrow(sentence);
});

test('a folder with files of somebody else is left alone', async () => {
  const folder = await temporaryFolder();
  writeFileSync(join(folder, 'thesis.txt'), 'mine');
  expect(() => openFolder(folder)).toThrow(KeepingRefusal);
  expect(readdirSync(folder)).toEqual(['thesis.txt']);
});
