import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefused, goLive, inSeconds } from '../given/stories.ts';
import { openWorld, type Person, type World } from '../world.ts';

let world: World;
let host: Person;
beforeAll(async () => {
  world = await openWorld();
  host = await world.person('ada', { followers: 600 });
});
afterAll(() => world.close());

const pageOf = (roomId: string) => world.nobody.get(`/r/${roomId}`);

describe('the page behind a shared link', () => {
  it('shows title, host and state without a script, and lets nothing in', async () => {
    const id = await goLive(host, { title: 'Morning & evening' });
    const page = await pageOf(id);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.text).toContain('<title>Morning &amp; evening</title>');
    expect(page.text).toContain('<meta property="og:title" content="Morning &amp; evening">');
    expect(page.text).toContain('Live now · hosted by ada');
    expect(page.text).toContain(`href="/#/rooms/${id}"`);
    expect(page.text).not.toContain('<script');
    await host.post(`/v1/rooms/${id}/end`);
    expect((await pageOf(id)).text).toContain('This room is over');
    expect((await pageOf(id)).text).not.toContain('Listen now');
  });

  it('makes marks of HTML in title and name inert', async () => {
    const title = `"><script>alert('1')</script>&amp;`;
    const name = `<img src=x onerror="alert(1)">`;
    await host.patch('/v1/me', { name });
    const id = await goLive(host, { title });
    const { text } = await pageOf(id);
    for (const mark of [title, name, '<script', '<img', `'1'`, 'onerror="']) expect(text).not.toContain(mark);
    const inert = '&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;';
    expect(text.split(inert).length - 1).toBe(3);
    expect(text).toContain('hosted by &lt;img src=x onerror=&quot;alert(1)&quot;&gt;');
    await host.post(`/v1/rooms/${id}/end`);
  });

  it('tells nothing of a room that is not for everybody: it looks as if there were none', async () => {
    const missing = await pageOf('0000000000000');
    expect(missing.status).toBe(404);
    expect(missing.text).toContain('Room not found');
    for (const audience of ['invited', 'followers']) {
      const id = await goLive(host, { audience, title: 'Secret plans' });
      const page = await pageOf(id);
      expect([page.status, page.text]).toEqual([404, missing.text]);
      const signedIn = await host.get(`/r/${id}`);
      expect([signedIn.status, signedIn.text]).toEqual([404, missing.text]);
      await host.post(`/v1/rooms/${id}/end`);
      expect((await pageOf(id)).text).toBe(missing.text);
    }
  });

  it('says when a planned room starts, and when it was canceled', async () => {
    const startsAt = inSeconds(world, 3600);
    const { id } = (await host.post('/v1/rooms', { title: 'Planned', startsAt })).body.room;
    expect((await pageOf(id)).text).toContain(`Starts ${startsAt.slice(0, 16).replace('T', ' ')} UTC`);
    await host.post(`/v1/rooms/${id}/cancel`);
    expect((await pageOf(id)).text).toContain('This room was canceled');
  });

  it('refuses an id that can be none', async () => {
    expectRefused(await pageOf('this-is-no-room-id'), 400, 'invalid_field', { param: 'roomId' });
  });
});
