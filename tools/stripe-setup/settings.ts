import { parseArgs } from 'node:util';

export type Step = 'set-up' | 'roll' | 'finish';
export type SetupSettings = {
  /** Where Stripe sends to. */
  readonly url: string;
  readonly key: string;
  readonly isLive: boolean;
  readonly step: Step;
  /** Another Stripe than the real one, e.g. the embedded cloud's. */
  readonly stripeUrl?: string;
};

const options = {
  url: { type: 'string' },
  key: { type: 'string' },
  live: { type: 'boolean', default: false },
  roll: { type: 'boolean', default: false },
  finish: { type: 'boolean', default: false },
  'stripe-url': { type: 'string' },
} as const;

/** Reads the command line; throws a sentence for the operator. The key may be in STRIPE_API_KEY instead. */
export function readSetup(args: readonly string[], environment: Readonly<Record<string, string | undefined>>) {
  const { values } = parseArgs({ args: [...args], options });
  const key = values.key ?? environment['STRIPE_API_KEY'];
  if (!values.url || !key) throw new Error('Say --url https://… of the API, and --key sk_… or STRIPE_API_KEY');
  const kind = /^(?:sk|rk)_(test|live)_\w+$/.exec(key)?.[1];
  if (kind === undefined)
    throw new Error('The key is none of Stripe: it begins with sk_test_, rk_test_, sk_live_ or rk_live_');
  if (kind === 'live' && !values.live)
    throw new Error('This is a live key: real people pay. Say --live if you mean it');
  if (kind === 'test' && values.live) throw new Error('--live is said, but this is a test key');
  if (values.roll && values.finish) throw new Error('--roll and --finish are two steps, minutes apart');
  const step: Step = values.roll ? 'roll' : values.finish ? 'finish' : 'set-up';
  const stripeUrl = values['stripe-url'];
  const setup: SetupSettings = { url: webhookOf(values.url), key, isLive: values.live, step };
  return { ...setup, ...(stripeUrl && { stripeUrl }) };
}

/** Stripe sends over TLS only; a test key may also send to this machine's embedded cloud. */
function webhookOf(api: string): string {
  const url = URL.canParse(api) ? new URL(api) : undefined;
  const isLocal = url?.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname);
  if (url?.protocol !== 'https:' && !isLocal) throw new Error(`--url must be an https address; this is ${api}`);
  return new URL('/webhooks/stripe', url).href;
}
