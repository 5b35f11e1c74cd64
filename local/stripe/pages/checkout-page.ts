import type { Card } from '../checkout.ts';
import type { SessionRecord } from '../state.ts';
import { page, safe } from './layout.ts';

const buttons: Readonly<Record<Card, string>> = {
  success: 'Pay with 4242 4242 4242 4242 (succeeds)',
  decline: 'Pay with 4000 0000 0000 0002 (declined)',
  '3ds': 'Pay with 4000 0025 0000 3155 (asks the bank first)',
  async: 'Pay by bank debit (settled later)',
};

/** Where the buyer goes after paying; the session's id stands in its place. */
export function returnUrlOf(record: SessionRecord | undefined): string | undefined {
  const { success_url: success, return_url: back, id } = record?.shown ?? {};
  return (success ?? back)?.replaceAll('{CHECKOUT_SESSION_ID}', id ?? '');
}

// As Stripe counts: `Intl` knows the coins of a country, by which HUF and ISK would have none here.
const zeroDecimal = 'bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf'.split(' ');
const threeDecimal = 'bhd jod kwd omr tnd'.split(' ');

const priceOf = (amount: number, currency: string): string => {
  const digits = zeroDecimal.includes(currency) ? 0 : threeDecimal.includes(currency) ? 3 : 2;
  const places = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat('en-US', { style: 'currency', currency, ...places }).format(amount / 10 ** digits);
};

/** The page of a session; `now` in epoch milliseconds. The countdown needs a script, paying does not. */
export function checkoutPage({ shown, items }: SessionRecord, now: number, message: string): string {
  const currency = shown.currency ?? 'usd';
  const title = items.map(({ name, quantity }) => (quantity > 1 ? `${name} × ${quantity}` : name)).join(', ');
  const seconds = Math.max(0, Math.floor(shown.expires_at - now / 1000));
  const back = shown.status === 'complete' ? undefined : shown.cancel_url;
  return page(
    `Checkout: ${title}`,
    `<h1>${safe(title)}</h1>
<p><strong>${safe(priceOf(shown.amount_total ?? 0, currency))}</strong></p>
${message === '' ? '' : `<p role="alert">${safe(message)}</p>`}
${shown.status === 'open' ? form(seconds) : `<p>This checkout is ${safe(shown.status ?? '')}.</p>`}
${back ? `<p><a href="${safe(back)}">Back</a></p>` : ''}`,
  );
}

const form = (seconds: number): string => `<p>Time left: <span id="left">${leftOf(seconds)}</span></p>
<form method="post">${Object.entries(buttons)
  .map(([card, label]) => `<button name="card" value="${card}">${label}</button>`)
  .join('')}</form>
<script>let left=${seconds};setInterval(()=>{left=Math.max(0,left-1);document.getElementById('left').textContent=Math.floor(left/60)+':'+String(left%60).padStart(2,'0')},1000)</script>`;

const leftOf = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
