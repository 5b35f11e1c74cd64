import { mkdir, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dispatch } from '../../local/listening/dispatch.ts';
import { listen } from '../../local/listening/listen.ts';
import { createSite } from '../../local/site/site.ts';
import { temporaryFolder } from './folders.ts';

const script = 'console.log("hello");\n'.repeat(50);

async function servePage(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'assets'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const site = await createSite(folder, (path) => path.startsWith('/v1/'));
  const request = dispatch([site.handle]);
  const listening = await listen(0, { request, upgrade: (_request, socket) => socket.destroy() });
  onTestFinished(() => listening.close());
  return `http://127.0.0.1:${listening.port}`;
}

const page = {
  'index.html': '<title>Rostrum</title>',
  'assets/main-D4f8aZ1q.js': script,
  'robots.txt': 'User-agent: *',
};
const asPerson = { headers: { accept: 'text/html,*/*' } };

/** The bytes as sent; fetch would unpack them. */
const bytesOf = (url: string, encoding: string) =>
  new Promise<{ readonly encoding: string | undefined; readonly bytes: Buffer }>((resolve, reject) => {
    httpRequest(url, { headers: { 'accept-encoding': encoding } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ encoding: response.headers['content-encoding'], bytes: Buffer.concat(parts) }),
      );
    })
      .on('error', reject)
      .end();
  });

describe('the page', () => {
  it('is served with the right type, and stands in for paths a person typed', async () => {
    const url = await servePage(page);
    for (const path of ['/', '/rooms/abc', '/index.html']) {
      const given = await fetch(url + path, asPerson);
      expect([given.status, given.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(await given.text()).toBe(page['index.html']);
    }
    expect((await fetch(`${url}/assets/main-D4f8aZ1q.js`)).headers.get('content-type')).toBe(
      'text/javascript; charset=utf-8',
    );
  });

  it('does not stand in for a missing file, a path of the API or a program that asks', async () => {
    const url = await servePage(page);
    expect((await fetch(`${url}/assets/gone.js`, asPerson)).status).toBe(404);
    expect((await fetch(`${url}/v1/nothing`, asPerson)).status).toBe(404);
    expect((await fetch(`${url}/rooms/abc`)).status).toBe(404);
    expect((await fetch(`${url}/rooms/abc`, { method: 'POST', ...asPerson })).status).toBe(404);
    expect((await fetch(`${url}/..%2f..%2fpackage.json`)).status).toBe(404);
  });

  it('comes compressed as the browser likes it', async () => {
    const url = `${await servePage(page)}/assets/main-D4f8aZ1q.js`;
    const brotli = await bytesOf(url, 'gzip, deflate, br');
    expect([brotli.encoding, brotliDecompressSync(brotli.bytes).toString()]).toEqual(['br', script]);
    const gzip = await bytesOf(url, 'gzip, br;q=0');
    expect([gzip.encoding, gunzipSync(gzip.bytes).toString()]).toEqual(['gzip', script]);
    const plain = await bytesOf(url, 'identity');
    expect([plain.encoding, plain.bytes.toString()]).toEqual([undefined, script]);
  });

  it('is kept for ever where names change with the content, and asked for again elsewhere', async () => {
    const url = await servePage(page);
    const asset = await fetch(`${url}/assets/main-D4f8aZ1q.js`);
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const first = await fetch(url);
    expect(first.headers.get('cache-control')).toBe('no-cache');
    const again = await fetch(url, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
  });

  it('has no failing favicon, and says so when it is not built', async () => {
    const url = await servePage({});
    expect((await fetch(`${url}/favicon.ico`)).status).toBe(204);
    const given = await fetch(url);
    expect([given.status, await given.text()]).toEqual([200, expect.stringContaining('npm run prepare')]);
  });
});
