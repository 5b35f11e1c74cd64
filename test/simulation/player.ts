// Plays seeds in a process of its own, with Node's own modules: under vitest's every call of an import costs a fifth more.
// node player.ts <assembly> <first seed> <most> <milliseconds> <rooms or tickets> <turn, if it is not each story's own>; what was played is the last line, as JSON.

import { openSimulation, type Run } from './run.ts';
import { openTicketSimulation } from './tickets/run.ts';
import { turnNames } from './tickets/turns.ts';

const [assembly = '', from, most, milliseconds, theme, wanted] = process.argv.slice(2);
const turn = turnNames.find((name) => name === wanted);
const { run } = await (theme === 'tickets' ? openTicketSimulation(assembly) : openSimulation(assembly));

const about = `${theme === 'tickets' ? '--theme tickets ' : ''}${turn ? `--turn ${turn} ` : ''}`;
/** A seed with what it violates and the end of its trace: enough to begin with; `npm run simulate -- --seed N` shows all. */
const reportOf = ({ seed, violations, lines }: Run): string =>
  [`seed ${seed}: ${violations.join('; ')}`, ...lines().slice(-15), `npm run simulate -- ${about}--seed ${seed}`].join(
    '\n',
  );

const startedAt = performance.now();
const failed: string[] = [];
let played = 0;
while (played < Number(most) && performance.now() - startedAt < Number(milliseconds)) {
  const result = await run(Number(from) + played, turn && { turn });
  if (result.violations.length > 0) failed.push(reportOf(result));
  played += 1;
}
console.log(JSON.stringify({ played, failed, seconds: (performance.now() - startedAt) / 1000 }));
