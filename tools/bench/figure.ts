/** What a figure must keep to. Firm budgets do not wobble with the machine: `--check` fails on them alone. */
export type Budget = { readonly most?: number; readonly least?: number; readonly isFirm: boolean };

/** One measured number under the heading `label`, e.g. `raw, KB`. */
export type Figure = { readonly label: string; readonly value: number; readonly budget?: Budget };
export type Row = { readonly name: string; readonly figures: readonly Figure[] };

/** What one bench found: a table whose rows carry the same labels, and what has to be known to read it. */
export type Section = {
  readonly name: string;
  readonly title: string;
  /** What the rows are, for the head of the first column. */
  readonly rowsAre: string;
  readonly notes: readonly string[];
  readonly rows: readonly Row[];
};

export type BenchOptions = {
  /** Fewer samples, for CI: the whole bench stays under a minute. */
  readonly isShort: boolean;
};
export type Bench = { readonly name: string; run(options: BenchOptions): Promise<Section> };

/** Whether the figure keeps its budget; undefined without one. */
export function isMet({ value, budget }: Figure): boolean | undefined {
  if (!budget) return undefined;
  return value <= (budget.most ?? Number.POSITIVE_INFINITY) && value >= (budget.least ?? Number.NEGATIVE_INFINITY);
}

/** The figures that miss a firm budget, as sentences. */
export function missesOf(sections: readonly Section[]): string[] {
  return sections.flatMap(({ name, rows }) =>
    rows.flatMap((row) =>
      row.figures
        .filter((figure) => figure.budget?.isFirm && isMet(figure) === false)
        .map((figure) => `${name}: ${row.name}: ${figure.label} is ${shown(figure.value)}, allowed ${bounds(figure)}`),
    ),
  );
}

/** Three digits that matter, or all of a whole number. */
export function shown(value: number): string {
  return Number.isInteger(value) || Math.abs(value) >= 100 ? Math.round(value).toString() : value.toPrecision(3);
}

/** `≤ 300`, `≥ 10000` or nothing. */
export function bounds({ budget }: Figure): string {
  const { most, least } = budget ?? {};
  return [...(most === undefined ? [] : [`≤ ${most}`]), ...(least === undefined ? [] : [`≥ ${least}`])].join(', ');
}
