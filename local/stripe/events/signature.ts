import { createHmac } from 'node:crypto';

/** The `stripe-signature` header: HMAC-SHA256 over `seconds.body`. */
export function signatureOf(body: string, secret: string, seconds: number): string {
  const signed = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${signed}`;
}
