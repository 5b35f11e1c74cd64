import type { Cancel } from '../model.ts';
import type { Engine } from './engine.ts';
import { expiredEntries } from './store/expiry.ts';

// The service promises deletion "within a few days" and mostly needs minutes; a sweep a minute is often enough here.
const SWEEP_MILLISECONDS = 60_000;

/** Deletes items whose time to live is over, late and in the background; what an operation decides must never rest on it. */
export function startSweeps(engine: Engine, lagMilliseconds: number): Cancel {
  let cancel: Cancel = () => undefined;
  const arm = () => {
    const due = engine.clock.now() + SWEEP_MILLISECONDS;
    cancel = engine.clock.at(due, 'time to live', run, { isRecurring: true });
  };
  const run = () => {
    arm();
    sweep(engine, lagMilliseconds);
  };
  arm();
  return () => cancel();
}

function sweep(engine: Engine, lagMilliseconds: number): void {
  for (const table of engine.tables.values()) {
    if (table.expiries.size === 0) continue;
    const expired = expiredEntries(table, engine.clock.now(), lagMilliseconds);
    const changes = expired
      .filter((entry) => !engine.locks.isHeld(table, entry.key))
      .map((before) => ({ table, before, after: undefined }));
    // One commit each, as the service deletes them: their stream records do not come as one call's.
    for (const change of changes) engine.commit([change], {}, 'ttl');
  }
}
