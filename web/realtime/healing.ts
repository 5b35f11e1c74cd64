import { backoffOf, spreadOf } from './chance.ts';
import { createWait, type Parts } from './parts.ts';

export type Healing = {
  /** Asks for a reading; until it begins, asking again changes nothing. */
  order(): void;
  /** Forgets what was asked for. */
  cancel(): void;
};

type Patient = {
  readonly parts: Parts;
  read(): Promise<unknown>;
  /** How many may be asking for the same reason. */
  audience(): number;
};

/** One reading for however many holes, after a wait that spreads a crowd; again until it worked. */
export function createHealing({ parts, read, audience }: Patient): Healing {
  const wait = createWait(parts);
  let isReading = false;
  let isDueAgain = false;
  let isForgotten = false;
  let failures = 0;
  const plan = () => {
    const backoff = failures > 0 ? backoffOf(parts, failures) : 0;
    wait.set(spreadOf(parts, audience()) + backoff, run);
  };
  const run = () => {
    isReading = true;
    isDueAgain = false;
    isForgotten = false;
    read().then(
      () => end(false),
      () => end(true),
    );
  };
  const end = (hasFailed: boolean) => {
    isReading = false;
    failures = hasFailed ? failures + 1 : 0;
    if (isDueAgain || (hasFailed && !isForgotten)) plan();
  };
  return {
    order() {
      // A reading under way may be older than what was missed just now.
      if (isReading) isDueAgain = true;
      else if (!wait.isSet()) plan();
    },
    cancel() {
      wait.cancel();
      isDueAgain = false;
      isForgotten = true;
    },
  };
}
