import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { heardEvents } from '../../tools/stripe-setup/heard-events.ts';
import { setUp } from '../../tools/stripe-setup/set-up.ts';
import { readSetup } from '../../tools/stripe-setup/settings.ts';

type Asked = { readonly enabled_events?: readonly string[]; readonly webhook_endpoint?: { readonly url: string } };
type Kept = { readonly id: string; readonly created: string } & Asked;
const toAsked = (text: string) => (text === '' ? {} : JSON.parse(text)) as Asked;

/** As much of Stripe as the tool asks: the list of event destinations, over HTTP. */
async function openStripe() {
  const kept: Kept[] = [{ id: 'ed_theirs', created: '2026-01-01T00:00:00.000Z', webhook_endpoint: { url: hook } }];
  const versions: unknown[] = [];
  const answers: Readonly<Record<string, (id: string, asked: Asked) => object>> = {
    GET: () => ({ data: kept, next_page_url: null, previous_page_url: null }),
    POST(id, asked) {
      const known = kept.findIndex((one) => one.id === id);
      if (known < 0) {
        const made = { ...asked, id: `ed_${kept.length}`, created: `2026-11-2${kept.length}T00:00:00.000Z` };
        kept.push(made);
        return { ...made, webhook_endpoint: { signing_secret: `whsec_${kept.length - 1}` } };
      }
      const changed = { id: '', created: '', ...kept[known], ...asked };
      kept[known] = changed;
      return changed;
    },
    DELETE(id) {
      kept.splice(
        kept.findIndex((one) => one.id === id),
        1,
      );
      return { id };
    },
  };
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const [, id = ''] = /^\/v2\/core\/event_destinations\/?([^?]*)/.exec(request.url ?? '') ?? [];
    versions.push(request.headers['stripe-version']);
    const answer = answers[request.method ?? '']?.(id, toAsked(text)) ?? {};
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const stripeUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const run = (...args: string[]) =>
    setUp(readSetup(['--url', 'https://api.example.com', ...args, '--stripe-url', stripeUrl], { STRIPE_API_KEY: key }));
  return { kept, versions, run };
}

const hook = 'https://api.example.com/webhooks/stripe';
const key = 'sk_test_1';

describe('setting up what Stripe sends', () => {
  it('makes one destination for all we hear and says what to store, without the key', async () => {
    const { kept, versions, run } = await openStripe();
    const lines = await run();
    expect(kept.slice(1)).toMatchObject([
      { type: 'webhook_endpoint', event_payload: 'thin', webhook_endpoint: { url: hook }, enabled_events: heardEvents },
    ]);
    expect(lines).toContain(
      `aws secretsmanager put-secret-value --secret-id rostrum-stripe-signing-secrets --secret-string '["whsec_1"]'`,
    );
    expect(lines.join()).toContain('--secret-id rostrum-stripe-api-key --secret-string "$KEY"');
    expect(lines.join()).not.toContain(key);
    expect(new Set(versions)).toEqual(new Set(['2026-10-28.endive']));
  });

  it('done again has the same destination hear what a newer version hears, and leaves those of others alone', async () => {
    const { kept, run } = await openStripe();
    await run();
    const [theirs, ours] = kept;
    kept[1] = { id: '', created: '', ...ours, enabled_events: ['v1.refund.created'] };
    expect((await run()).join()).toContain('nothing to store');
    expect(kept).toEqual([theirs, ours]);
  });

  it('rolls the secret in two steps: both are good in between', async () => {
    const { kept, run } = await openStripe();
    await expect(run('--roll')).rejects.toThrow('set it up first');
    await run();
    expect((await run('--finish')).join()).toContain('nothing to finish');
    expect((await run('--roll')).join()).toContain(`jq -c '["whsec_2"] + .[:1]'`);
    await expect(run('--roll')).rejects.toThrow('--finish first');
    expect((await run('--finish')).join()).toContain("jq -c '.[:1]'");
    expect(kept.map(({ id }) => id)).toEqual(['ed_theirs', 'ed_2']);
  });
});

describe('what is refused before Stripe is asked', () => {
  const read = (...args: string[]) => readSetup(['--url', 'https://api.example.com', ...args], {});

  it.each([
    [['--key', 'sk_live_1'], 'Say --live'],
    [['--key', 'rk_live_1'], 'Say --live'],
    [['--key', 'sk_test_1', '--live'], 'this is a test key'],
    [['--key', 'pk_test_1'], 'none of Stripe'],
    [[], '--key'],
    [['--key', 'sk_test_1', '--roll', '--finish'], 'two steps'],
    [['--key', 'sk_test_1', '--url', 'http://api.example.com'], 'https'],
    [['--key', 'sk_test_1', '--url', 'api.example.com'], 'https'],
  ])('%j', (args, sentence) => {
    expect(() => read(...args)).toThrow(sentence);
  });

  it('and what is not: a live key with --live, a restricted key, the embedded cloud', () => {
    expect(read('--key', 'rk_live_1', '--live')).toMatchObject({ isLive: true, step: 'set-up', url: hook });
    expect(read('--key', 'sk_test_1', '--url', 'http://localhost:4000').url).toBe(
      'http://localhost:4000/webhooks/stripe',
    );
  });
});
