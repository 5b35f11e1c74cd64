/** A line that a function wrote. */
export type LogLine = {
  readonly at: number;
  readonly functionName: string;
  readonly text: string;
  readonly isError: boolean;
};

export type Log = {
  write(functionName: string, text: string, isError: boolean): void;
  /** The last lines of every function, oldest first. */
  lines(): readonly LogLine[];
};

export type LogOptions = {
  readonly now: () => number;
  /** Lines kept in memory. @default 2000 */
  readonly keep?: number;
  readonly onLine?: (line: LogLine) => void;
};

// JSON lines name their level; anything on stderr counts as an error.
const isErrorLine = (text: string): boolean => /"level":\s*"(ERROR|CRITICAL)"/i.test(text);

export function createLog(options: LogOptions): Log {
  const kept: LogLine[] = [];
  const keep = options.keep ?? 2000;
  return {
    write(functionName, text, isStderr) {
      const line = { at: options.now(), functionName, text, isError: isStderr || isErrorLine(text) };
      kept.push(line);
      options.onLine?.(line);
      if (kept.length > keep) kept.shift();
    },
    lines: () => kept,
  };
}
