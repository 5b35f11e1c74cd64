// Taken when the module loads: later the global Date may be the virtual one.
const RealDate = globalThis.Date;

/** Epoch milliseconds of the machine, whatever the virtual clock says. */
export function realNow(): number {
  return RealDate.now();
}
