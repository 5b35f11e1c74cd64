/** Prints the pages that are tables of the domain, and the one of quotas. `node tools/print-docs.ts` writes them, `--check` fails when one differs. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actions, may, roles } from '../domain/permissions.ts';
import { presetMeanings } from '../domain/preset-meanings.ts';
import { policyFields, presetNames } from '../domain/presets.ts';
import { type Kind, refusals, statusOf } from '../domain/refusal.ts';
import { roomStatuses } from '../domain/room.ts';
import { type Outcome, roomCommands, roomTransitions } from '../domain/room-states.ts';
import { capacityParts } from './capacity/page.ts';

type Page = { readonly file: string; readonly text: string };
type Refusal = { readonly kind: Kind; readonly message: string; readonly retryAfterSeconds?: number };

const root = join(import.meta.dirname, '..', 'docs');
const isCheck = process.argv.includes('--check');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function page(file: string, title: string, source: string, ...parts: readonly string[]): Page {
  const note = `Printed from \`${source}\` by \`node tools/print-docs.ts\`; change it there.`;
  return { file, text: `${[`# ${title}`, note, ...parts].join('\n\n')}\n` };
}

function refusalsPage(): Page {
  const all: readonly [string, Refusal][] = Object.entries(refusals);
  const kinds = [...new Set(all.map(([, { kind }]) => kind))];
  const sections = kinds.map((kind) => {
    const rows = all
      .filter(([, refusal]) => refusal.kind === kind)
      .map(([code, refusal]) => [`\`${code}\``, refusal.message, refusal.retryAfterSeconds?.toString() ?? '']);
    const isRetried = rows.some(([, , wait]) => wait !== '');
    const head = isRetried ? ['code', 'message', 'retry after, s'] : ['code', 'message'];
    return `## ${statusOf(kind)} ${kind}\n\n${table(
      head,
      rows.map((row) => row.slice(0, head.length)),
    )}`;
  });
  return page(
    'refusals.md',
    'Refusals',
    'domain/refusal.ts',
    'An expected "no" is answered `{"error":{"type","code","message","param"?,"requestId",…facts}}` with the status of its kind. Messages may be narrowed down for a case; codes stay.',
    ...sections,
  );
}

function permissionsPage(): Page {
  const rows = actions.map((action) => [
    action.replaceAll('_', ' '),
    ...roles.map((role) => (may(role, action) ? 'yes' : '·')),
  ]);
  return page(
    'permissions.md',
    'Permissions',
    'domain/permissions.ts',
    'An outsider is signed in and not in the room; a guest listens without an account; moderator and admin are roles of the platform and hold beside the role in the room. What is not allowed is refused with `not_allowed_for_role`.',
    table(['action', ...roles], rows),
  );
}

function outcomeText(outcome: Outcome): string {
  if ('to' in outcome) return `→ ${outcome.to}`;
  return 'same' in outcome ? 'as it is' : `\`${outcome.refused}\``;
}

function diagram(): string {
  const arrows = new Map<string, string[]>();
  for (const command of roomCommands) {
    for (const status of roomStatuses) {
      const outcome: Outcome = roomTransitions[command][status];
      if (!('to' in outcome)) continue;
      const arrow = `${status} --> ${outcome.to}`;
      arrows.set(arrow, [...(arrows.get(arrow) ?? []), command]);
    }
  }
  const drawn = [...arrows].map(
    ([arrow, names]) => `  ${arrow}: ${names.map((name) => name.replaceAll('_', ' ')).join(', ')}`,
  );
  const ends = ['ended', 'canceled'].map((status) => `  ${status} --> [*]`);
  const starts = ['  [*] --> scheduled: create with startsAt', '  [*] --> live: create'];
  return ['```mermaid', 'stateDiagram-v2', ...starts, ...drawn, ...ends, '```'].join('\n');
}

function roomStatesPage(): Page {
  const rows = roomCommands.map((command) => [
    command.replaceAll('_', ' '),
    ...roomStatuses.map((status) => outcomeText(roomTransitions[command][status])),
  ]);
  return page(
    'room-states.md',
    'Room states',
    'domain/room-states.ts',
    diagram(),
    'Every command in every status. "As it is": nothing to do, the answer is the room as it stands. Time decides: a room past its grace, its longest duration or its no-show limit counts as over before any timer has come.',
    table(['command', ...roomStatuses], rows),
  );
}

function presetsPage(): Page {
  const meanings = new Map<string, string>(Object.entries(presetMeanings));
  const rows = Object.entries(policyFields).map(([name, { values }]) => [
    `\`${name}\``,
    meanings.get(name) ?? '',
    ...presetNames.map((preset) => String(values[preset])),
  ]);
  return page(
    'presets.md',
    'Policy presets',
    'domain/presets.ts',
    'A deployment chooses a preset in `rostrum.config.json` (`policy.preset`, default `2021-05`) and may override fields (`policy.overrides`).',
    table(['field', 'says', ...presetNames], rows),
  );
}

const capacityPage = (): Page =>
  page('capacity.md', 'Capacity', 'tools/capacity/quotas.ts', ...capacityParts(join(root, '../rostrum.config.json')));

const pages = [refusalsPage(), permissionsPage(), roomStatesPage(), presetsPage(), capacityPage()];
const stale = pages.filter(
  ({ file, text }) => !existsSync(join(root, file)) || readFileSync(join(root, file), 'utf8') !== text,
);
if (isCheck) {
  for (const { file } of stale) console.error(`docs/${file} is not what the tables say: run node tools/print-docs.ts`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  mkdirSync(root, { recursive: true });
  for (const { file, text } of stale) writeFileSync(join(root, file), text);
  console.log(stale.length === 0 ? 'All pages are current.' : `Wrote ${stale.map(({ file }) => file).join(', ')}.`);
}
