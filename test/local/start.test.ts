import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openFolder } from '../../local/keeping/keeping.ts';
import { readSettings } from '../../local/starting/settings.ts';
import { start, watch } from './running-product.ts';

async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

/** Whether the process has a child of its own now. */
const hasChild = (pid = 0): boolean => spawnSync('pgrep', ['-P', String(pid)]).status === 0;

describe('npm start', () => {
  it('says one line when everything answers, and ends within two seconds when told to', async () => {
    const { child, told, ended, ready } = start({ PORT: '0' }, '--no-demo');
    const line = await ready();
    expect(line, told.errors).toMatch(/^Rostrum is ready on http:\/\/localhost:\d+\n$/);
    const url = line.trim().split(' ').at(-1) ?? '';
    expect((await fetch(`${url}/v1/config`)).status).toBe(200);
    expect((await fetch(url)).status).toBe(200);
    const toldAt = performance.now();
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(performance.now() - toldAt).toBeLessThan(2000);
    expect(told.output).toBe(line);
    await expect(fetch(url)).rejects.toThrow();
  }, 60_000);

  it('leaves nothing behind when it is npm that is told to end', async () => {
    const npm = spawn('npm', ['start', '--', '--no-demo'], { env: { ...process.env, PORT: '0' } });
    const { ready, told } = watch(npm);
    const url = /http:\S+/.exec(await ready())?.[0] ?? '';
    expect((await fetch(`${url}/healthz`)).status, told.errors).toBe(200);
    npm.kill('SIGTERM');
    const isGone = () =>
      fetch(url).then(
        () => false,
        () => true,
      );
    await vi.waitUntil(isGone, { timeout: 2000, interval: 50 });
  }, 60_000);

  it('ends at once when told to while it is still starting', async () => {
    const { child, ended, told } = start({ PORT: '0' });
    // The builder is its first child: while that runs, nothing can be ready.
    await vi.waitUntil(() => hasChild(child.pid), { timeout: 20_000, interval: 5 });
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(told.output).not.toContain('ready');
  });

  it('says so when the port is taken', async () => {
    const port = await takenPort();
    const { ended, told } = start({ PORT: String(port) });
    expect(await ended).toBe(1);
    expect(told.errors).toBe(
      `Port ${port} is in use. Stop what listens there, or choose another: PORT=4001 npm start\n`,
    );
    expect(told.output).toBe('');
  }, 60_000);

  it('says so when another process keeps its state in the folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rostrum-kept-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const other = openFolder(folder);
    const { ended, told } = start({ PORT: '0', ROSTRUM_DATA: folder });
    expect(await ended).toBe(1);
    expect(told.errors).toBe(
      `${folder} is in use by process ${process.pid}. Stop that one, or choose another folder.\n`,
    );
    await other.close();
  });
});

describe('what npm start is told', () => {
  it('has its defaults', () => {
    expect(readSettings([], {})).toEqual({ port: 4000, hasDemo: true });
    expect(readSettings(['--no-demo'], { PORT: '4010', ROSTRUM_CONFIG: 'mine.json', ROSTRUM_DATA: 'kept' })).toEqual({
      port: 4010,
      hasDemo: false,
      configFile: 'mine.json',
      keepIn: 'kept',
    });
  });

  it('refuses what it does not know', () => {
    expect(() => readSettings(['--demo'], {})).toThrow('--demo');
    for (const PORT of ['many', '70000', '1.5']) expect(() => readSettings([], { PORT })).toThrow('PORT');
  });
});
