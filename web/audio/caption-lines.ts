/** What somebody says, as far as it is understood by now. */
export type CaptionLine = {
  readonly id: string;
  /** Undefined for whoever bears no name of the stage. */
  readonly userId: string | undefined;
  readonly text: string;
};

/** More lines than this scroll away before anybody has read them. */
const mostLines = 4;

/** The lines with one more, or with one understood better. */
export function withLine(lines: readonly CaptionLine[], line: CaptionLine): readonly CaptionLine[] {
  const isKnown = lines.some(({ id }) => id === line.id);
  return isKnown ? lines.map((old) => (old.id === line.id ? line : old)) : [...lines, line].slice(-mostLines);
}
