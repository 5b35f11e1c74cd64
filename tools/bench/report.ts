import { cpus, loadavg, totalmem } from 'node:os';
import { bounds, type Figure, isMet, type Row, type Section, shown } from './figure.ts';

/** Where and when the figures were measured. */
export type Place = {
  readonly at: string;
  readonly node: string;
  readonly machine: string;
  /** One-minute load average at start and end: above the number of cores, times say little. */
  readonly loadAtStart: number;
  readonly loadAtEnd: number;
  readonly isShort: boolean;
};

export const loadNow = (): number => loadavg()[0] ?? 0;

/** This machine now; `startedAt` is epoch milliseconds. */
export function placeOf(startedAt: number, loadAtStart: number, isShort: boolean): Place {
  const [cpu] = cpus();
  const gigabytes = Math.round(totalmem() / 1e9);
  return {
    at: new Date(startedAt).toISOString(),
    node: process.version,
    machine: `${cpus().length} cores, ${cpu?.model.trim() ?? 'unknown'}, ${gigabytes} GB, ${process.platform} ${process.arch}`,
    loadAtStart,
    loadAtEnd: loadNow(),
    isShort,
  };
}

/** The report as Markdown: a table per bench; a figure with a budget says whether it is met. */
export function toMarkdown(place: Place, sections: readonly Section[]): string {
  const kind = place.isShort ? 'short run' : 'full run';
  const loads = `load ${place.loadAtStart.toFixed(1)} at the start, ${place.loadAtEnd.toFixed(1)} at the end`;
  const head = `Measured ${place.at.slice(0, 10)} (${kind}) with Node ${place.node} on ${place.machine}; ${loads}.`;
  return `${[head, ...sections.map(sectionText)].join('\n\n')}\n`;
}

function sectionText({ title, rowsAre, notes, rows }: Section): string {
  const labels = rows[0]?.figures.map(({ label }) => label) ?? [];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const table = [
    line([rowsAre, ...labels]),
    line(['---', ...labels.map(() => '---:')]),
    ...rows.map((row) => line([row.name, ...labels.map((label) => cellOf(row, label))])),
  ];
  return [`## ${title}`, ...notes, table.join('\n')].join('\n\n');
}

function cellOf(row: Row, label: string): string {
  const figure = row.figures.find((one) => one.label === label);
  return figure ? cellText(figure) : '';
}

function cellText(figure: Figure): string {
  const met = isMet(figure);
  if (met === undefined) return shown(figure.value);
  return `${shown(figure.value)} (${bounds(figure)} ${met ? 'met' : '**missed**'})`;
}
