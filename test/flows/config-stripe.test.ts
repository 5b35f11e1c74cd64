import { describe, expect, it } from 'vitest';
import { readConfig } from '../../domain/policy.ts';
import { readConfigFile } from '../../lib/config-file.ts';
import { configFileWith } from '../given/config.ts';
import { openWorld } from '../world.ts';

const configOf = (text: string) => JSON.parse(text);

describe('clients that show the payment themselves', () => {
  it('are told the key that Stripe’s own script asks for: here the one of the stand-in', async () => {
    const world = await openWorld();
    const { text } = await world.nobody.get('/v1/config');
    const { stripe } = configOf((await world.nobody.get('/local/endpoints')).text);
    await world.close();
    expect(configOf(text).stripe).toEqual({ mode: 'test', publishableKey: 'pk_test_RostrumLocal' });
    expect(JSON.stringify(stripe)).toContain('pk_test_RostrumLocal');
  });

  it('are told the one the operator has set', async () => {
    const config = configFileWith({ stripe: { mode: 'live', publishableKey: 'pk_live_Abc123' } });
    const world = await openWorld({ configFile: config.configFile });
    const { text } = await world.nobody.get('/v1/config');
    await world.close();
    config.remove();
    expect(configOf(text).stripe).toEqual({ mode: 'live', publishableKey: 'pk_live_Abc123' });
  });

  it.each([
    ['a secret key', 'test', 'sk_test_Abc123'],
    ['a restricted key', 'test', 'rk_test_Abc123'],
    ['a key of real payments in a test stage', 'test', 'pk_live_Abc123'],
    ['a test key in a production stage', 'live', 'pk_test_Abc123'],
    ['nothing', 'test', ''],
  ])('are not told %s: it is refused when the config is read', (_what, mode, publishableKey) => {
    const config = configFileWith({ stripe: { mode, publishableKey } });
    try {
      const read = () => readConfigFile(config.configFile);
      expect(read).toThrow(/stripe\.publishableKey/);
      expect(read).not.toThrow(/Abc123/);
    } finally {
      config.remove();
    }
  });

  it('are told none while none is set', () => {
    const read = readConfig({ stripe: { mode: 'live' } });
    expect(read).toMatchObject({ isAllowed: true, value: { stripe: { mode: 'live' } } });
  });
});
