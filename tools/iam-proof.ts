/**
 * Takes every grant of every unit away, one at a time, and tells the part of the story that uses it. Writes docs/iam.md;
 * exit code 1 when one was not missed. `--new` takes those that are not on the page yet, `--only UNIT` some units, which writes
 * nothing. An hour on two cores; npm test has a short form.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { units } from '../functions/manifest.ts';
import { type Outcome, tell } from '../test/iam/planted.ts';
import { chapters } from '../test/iam/story.ts';
import { type Word, wordsOfTouch } from '../test/iam/words.ts';
import { makeAssembly } from './bench/assembly.ts';

const { values: options } = parseArgs({
  options: { only: { type: 'string', multiple: true, default: [] }, new: { type: 'boolean', default: false } },
});
const page = join(import.meta.dirname, '../docs/iam.md');
const today = new Date().toISOString().slice(0, 10);

type Telling = { readonly chapter: string; readonly outcome: Outcome };
type Finding = { readonly unit: string; readonly word: Word; readonly chapter: string; readonly outcome?: Outcome };

/** Each chapter once with every grant: which uses what, and how long it takes. */
async function tellAll(assembly: string): Promise<Telling[]> {
  const tellings: Telling[] = [];
  for (const chapter of Object.keys(chapters)) {
    const outcome = await tell([chapter], { assembly });
    if (outcome.failure !== undefined) throw new Error(`${chapter} fails with every grant: ${outcome.failure}`);
    tellings.push({ chapter, outcome });
  }
  return tellings.sort((one, other) => one.outcome.milliseconds - other.outcome.milliseconds);
}

async function takeAway(assembly: string, tellings: readonly Telling[], unit: string, word: Word): Promise<Finding> {
  const found = tellings.find(({ outcome }) => outcome.recording.askedBy(unit).has(word));
  if (!found) return { unit, word, chapter: '' };
  const outcome = await tell([found.chapter], { assembly, taken: { unit, word } });
  return { unit, word, chapter: found.chapter, outcome };
}

/** The unit was refused this grant and nothing else, and its run failed. */
function isMissed({ unit, word, outcome }: Finding): boolean {
  const denied = outcome?.recording.denied() ?? [];
  const isOnly = denied.every((one) => one.unit === unit && one.words.includes(word));
  return denied.length > 0 && isOnly && outcome?.faults.has(unit) === true;
}

function resultOf(finding: Finding): string {
  if (!finding.outcome) return '**used by nothing**';
  if (!isMissed(finding)) return '**not missed**';
  const { failure } = finding.outcome;
  return failure === undefined ? 'AccessDenied, the run fails' : 'AccessDenied, the run and the flow fail';
}

const keyOf = ({ unit, word }: Pick<Finding, 'unit' | 'word'>): string => `| ${unit} | ${word} |`;
const rowOf = (finding: Finding): string => `${keyOf(finding)} ${finding.chapter} | ${resultOf(finding)} | ${today} |`;

/** Rows of the page as it is, by what they are about. */
function rowsThere(): ReadonlyMap<string, string> {
  const rows = readFileSync(page, 'utf8').matchAll(/^(\| [a-z-]+ \| [^|]+ \|) .*$/gm);
  return new Map([...rows].map(([row, key = '']) => [key, row]));
}

const missedBy = (rows: readonly string[]): number => rows.filter((row) => row.includes('AccessDenied')).length;

const pageOf = (rows: readonly string[]): string =>
  `${[
    '# Every grant is needed',
    `Printed by \`node tools/iam-proof.ts\`, each line on the day that it names. It takes each grant of each unit out of the synthesized template, starts the embedded cloud and tells the chapter of \`test/iam/story.ts\` that uses it. Wanted is AccessDenied for exactly that unit and grant, and a run that fails by it; where time decides, or others repair it, the flow itself may still come true. ${missedBy(rows)} of ${rows.length} are missed that way. \`npm test\` takes out one of each kind and compares, operation by operation, what is granted with what is used.`,
    ['| unit | grant | chapter | without it | told |', '| --- | --- | --- | --- | --- |', ...rows].join('\n'),
  ].join('\n\n')}\n`;

const assembly = await makeAssembly();
try {
  const tellings = await tellAll(assembly.directory);
  const known = options.new ? rowsThere() : new Map<string, string>();
  const rows: string[] = [];
  let areAllMissed = true;
  for (const { name: unit, operations } of units) {
    if (options.only.length > 0 && !options.only.includes(unit)) continue;
    const words = new Set(operations.flatMap(({ touches }) => touches.flatMap(wordsOfTouch)));
    for (const word of words) {
      const there = known.get(keyOf({ unit, word }));
      if (there !== undefined) {
        rows.push(there);
        continue;
      }
      const finding = await takeAway(assembly.directory, tellings, unit, word);
      areAllMissed &&= isMissed(finding);
      console.error(rowOf(finding));
      rows.push(rowOf(finding));
    }
  }
  if (options.only.length === 0) writeFileSync(page, pageOf(rows));
  if (!areAllMissed) process.exitCode = 1;
} finally {
  await assembly.remove();
}
