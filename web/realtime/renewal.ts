import { backoffOf, renewalOf } from './chance.ts';
import type { RealtimeGrant } from './grant.ts';
import { createWait, type Parts } from './parts.ts';

export type Renewal = {
  /** Asks for the next token well before this one ends. Whatever was asked for before counts no more. */
  plan(grant: RealtimeGrant): void;
  /** Asks for another token after so many milliseconds, unless one is asked for already. */
  askAfter(milliseconds: number): void;
  /** Whether an answer is under way or about to be asked for. */
  isAsking(): boolean;
  cancel(): void;
};

type Asker = {
  readonly parts: Parts;
  renew(): Promise<RealtimeGrant | undefined>;
  /** Undefined when there is no token to be had any more. */
  onAnswer(grant: RealtimeGrant | undefined): void;
};

export function createRenewal({ parts, renew, onAnswer }: Asker): Renewal {
  const wait = createWait(parts);
  let turn = 0;
  let isAsking = false;
  const ask = (failures: number) => {
    turn += 1;
    const mine = turn;
    void renew().then(
      (grant) => {
        if (mine !== turn) return;
        isAsking = false;
        onAnswer(grant);
      },
      () => {
        if (mine === turn) wait.set(backoffOf(parts, failures + 1), () => ask(failures + 1));
      },
    );
  };
  const askAfter = (milliseconds: number) => {
    if (isAsking) return;
    isAsking = true;
    wait.set(milliseconds, () => ask(0));
  };
  const cancel = () => {
    turn += 1;
    isAsking = false;
    wait.cancel();
  };
  return {
    plan({ expiresAt }) {
      cancel();
      const life = Date.parse(expiresAt) - parts.now();
      wait.set(renewalOf(parts, life), () => askAfter(0));
    },
    askAfter,
    isAsking: () => isAsking,
    cancel,
  };
}
