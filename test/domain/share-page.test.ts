import { describe, expect, it } from 'vitest';
import { sharePage } from '../../domain/share-page.ts';
import { live, roomIn, scheduled } from './given.ts';

const pageOf = (room?: Parameters<typeof sharePage>[0]['room'], hostName?: string) =>
  sharePage({ roomId: 'abc', room, hostName });

describe('the page behind a shared link', () => {
  it('names the room, its state and its host', () => {
    expect(pageOf(live(), 'Ada')).toContain('Live now · hosted by Ada');
    expect(pageOf(live())).toContain('<meta property="og:title" content="Morning news">');
    expect(pageOf(scheduled())).toContain('Starts 2026-11-21 12:00 UTC');
    expect(pageOf(roomIn('ended'))).toContain('This room is over');
    expect(pageOf(roomIn('canceled'))).toContain('This room was canceled');
  });

  it('leads in only while the room is live', () => {
    expect(pageOf(live())).toContain('href="/#/rooms/abc"');
    for (const status of ['scheduled', 'ended', 'canceled'] as const)
      expect(pageOf(roomIn(status))).not.toContain('href');
  });

  it('leads to the tickets of a room that sells them, and a buyer who paid on to theirs', () => {
    const sold = { ...scheduled(), isTicketed: true };
    expect(pageOf(sold)).toContain('<a href="/#/rooms/abc">Get a ticket</a>');
    expect(pageOf(sold)).not.toContain('http-equiv');
    const back = sharePage({ roomId: 'abc', room: sold, isPaid: true });
    expect(back).toContain('<meta http-equiv="refresh" content="0;url=/#/rooms/abc?paid=true">');
    expect(back).toContain('<a href="/#/rooms/abc?paid=true">To your ticket</a>');
  });

  it('tells nothing of a room that is not for everybody', () => {
    expect(pageOf()).toContain('Room not found');
  });

  it('makes what people wrote inert', () => {
    const html = pageOf(live({ title: `<script>alert("x")</script> & 'more'` }), '"><img src=x>');
    for (const part of ['<script', '<img', `'more'`, '"><'])
      expect(html.replace(/<style>.*<\/style>/s, '')).not.toContain(part);
    expect(html).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;more&#39;');
  });
});
