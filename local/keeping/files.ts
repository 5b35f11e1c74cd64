import { readdirSync } from 'node:fs';

const pattern = /^(log|snapshot)-(\d{6})\.ndjson$/;

/** `log-000003.ndjson` continues `snapshot-000003.ndjson`, which holds everything before it. */
export function nameOf(kind: 'log' | 'snapshot', number: number): string {
  return `${kind}-${String(number).padStart(6, '0')}.ndjson`;
}

export type Found = {
  readonly snapshots: readonly number[];
  readonly logs: readonly number[];
  readonly left: readonly string[];
};

/** The numbers of snapshots and logs, rising; `left`: files that a killed process did not finish. */
export function findFiles(folder: string): Found {
  const names = readdirSync(folder).toSorted();
  const numbersOf = (kind: string) =>
    names.flatMap((name) => {
      const [, found, number] = pattern.exec(name) ?? [];
      return found === kind ? [Number(number)] : [];
    });
  return {
    snapshots: numbersOf('snapshot'),
    logs: numbersOf('log'),
    left: names.filter((name) => name.endsWith('.unfinished')),
  };
}
