/**
 * Takes every grant of every unit away, one at a time, and tells the part of the story that uses it. Writes docs/iam.md;
 * exit code 1 when one was not missed. `--only UNIT` takes some units. Half an hour on two cores; npm test has a short form.
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { units } from '../functions/manifest.ts';
import { type Outcome, tell } from '../test/iam/planted.ts';
import { chapters } from '../test/iam/story.ts';
import { type Word, wordsOfTouch } from '../test/iam/words.ts';
import { makeAssembly } from './bench/assembly.ts';

const { values: options } = parseArgs({ options: { only: { type: 'string', multiple: true, default: [] } } });

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

function pageOf(findings: readonly Finding[]): string {
  const missed = findings.filter(isMissed).length;
  const rows = findings.map((finding) => {
    const { unit, word, chapter } = finding;
    return `| ${unit} | ${word} | ${chapter} | ${resultOf(finding)} |`;
  });
  return `${[
    '# Every grant is needed',
    `Printed by \`node tools/iam-proof.ts\` on ${new Date().toISOString().slice(0, 10)}. It takes each grant of each unit out of the synthesized template, starts the embedded cloud and tells the chapter of \`test/iam/story.ts\` that uses it. Wanted is AccessDenied for exactly that unit and grant, and a run that fails by it; where time decides, or others repair it, the flow itself may still come true. ${missed} of ${findings.length} are missed that way. \`npm test\` takes out one of each kind and compares, operation by operation, what is granted with what is used.`,
    ['| unit | grant | chapter | without it |', '| --- | --- | --- | --- |', ...rows].join('\n'),
  ].join('\n\n')}\n`;
}

const assembly = await makeAssembly();
try {
  const tellings = await tellAll(assembly.directory);
  const findings: Finding[] = [];
  for (const { name, operations } of units) {
    if (options.only.length > 0 && !options.only.includes(name)) continue;
    const words = new Set(operations.flatMap(({ touches }) => touches.flatMap(wordsOfTouch)));
    for (const word of words) {
      const finding = await takeAway(assembly.directory, tellings, name, word);
      console.error(`${name}: ${word}: ${resultOf(finding)}`);
      findings.push(finding);
    }
  }
  if (options.only.length === 0) writeFileSync(join(import.meta.dirname, '../docs/iam.md'), pageOf(findings));
  if (!findings.every(isMissed)) process.exitCode = 1;
} finally {
  await assembly.remove();
}
