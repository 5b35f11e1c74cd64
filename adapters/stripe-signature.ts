import { createHmac, timingSafeEqual } from 'node:crypto';

/** As Stripe's own libraries have it; clocks that differ by more than that are wrong. */
const toleranceSeconds = 300;

/** `t` in epoch seconds; other schemes than `v1` are for Stripe's own tests. */
type Signatures = { readonly at: string; readonly v1: readonly string[] };

/** Whether `Stripe-Signature` is of these very bytes, by one of the secrets, and at most 300 s away from now (epoch milliseconds). */
export function isSigned(bytes: Uint8Array, header: string, secrets: readonly string[], now: number): boolean {
  const { at, v1 } = readHeader(header);
  if (!/^\d{1,12}$/.test(at) || Math.abs(Math.floor(now / 1000) - Number(at)) > toleranceSeconds) return false;
  return secrets.some((secret) => {
    const ours = createHmac('sha256', secret).update(`${at}.`).update(bytes).digest('hex');
    return v1.some((given) => isSame(given, ours));
  });
}

/** `t=1761945600,v1=5257a8…,v1=…`: two of them while a secret is rolled. */
function readHeader(header: string): Signatures {
  const pairs = header.split(',').map((pair) => pair.trim().split('=', 2));
  const valuesOf = (wanted: string) => pairs.flatMap(([name, value = '']) => (name === wanted ? [value] : []));
  return { at: valuesOf('t')[0] ?? '', v1: valuesOf('v1') };
}

const isSame = (given: string, ours: string): boolean =>
  given.length === ours.length && timingSafeEqual(Buffer.from(given), Buffer.from(ours));
