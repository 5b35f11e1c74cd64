/** The page behind a shared link: readable without a script, with the tags that link previews read. Everything in it is escaped. */

import type { Room } from './room.ts';

/** Without a room the link leads nowhere, or to a room that is not for everybody. */
export type ShareCard = {
  readonly roomId: string;
  readonly room?: Room;
  readonly hostName?: string;
  /** The reader comes back from a payment, and is led on to their ticket. */
  readonly isPaid?: boolean;
};

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is inert in HTML, as content and as a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

export function sharePage({ roomId, room, hostName = '', isPaid = false }: ShareCard): string {
  if (!room) return page('Room not found', 'There is no such room, or it is not open to everybody.', '');
  const place = `/#/rooms/${escapeHtml(roomId)}${isPaid ? '?paid=true' : ''}`;
  const words = isPaid ? 'To your ticket' : wayIn(room);
  const link = words === '' ? '' : `<p><a href="${place}">${words}</a></p>`;
  // Without a script: the page's policy lets none run.
  const onward = isPaid ? `<meta http-equiv="refresh" content="0;url=${place}">\n` : '';
  return page(room.title, shareWords(room, hostName), link, onward);
}

function wayIn({ status, isTicketed }: Room): string {
  if (status === 'live') return 'Listen now';
  return status === 'scheduled' && isTicketed ? 'Get a ticket' : '';
}

/** What a card says under the title, as plain text. */
export function shareWords(room: Room, hostName: string): string {
  return `${stateWords(room)}${hostName === '' ? '' : ` · hosted by ${hostName}`}`;
}

function stateWords(room: Room): string {
  if (room.status === 'live') return 'Live now';
  if (room.status === 'scheduled') return `Starts ${room.startsAt.slice(0, 16).replace('T', ' ')} UTC`;
  return room.status === 'ended' ? 'This room is over' : 'This room was canceled';
}

function page(title: string, description: string, link: string, onward = ''): string {
  const [safeTitle, safeDescription] = [escapeHtml(title), escapeHtml(description)];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safeTitle}</title>
<meta name="description" content="${safeDescription}">
<meta property="og:type" content="website">
<meta property="og:title" content="${safeTitle}">
<meta property="og:description" content="${safeDescription}">
<meta name="twitter:card" content="summary">
${onward}<style>body{font:1.125rem/1.5 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem;color:#1d1b26;background:#fff}h1{font-size:1.75rem;overflow-wrap:anywhere}a{display:inline-block;padding:.6rem 1.2rem;border-radius:2rem;background:#5b2bd6;color:#fff;text-decoration:none}a:focus-visible{outline:3px solid #1d1b26;outline-offset:2px}</style>
</head>
<body><main><h1>${safeTitle}</h1><p>${safeDescription}</p>${link}</main></body>
</html>
`;
}
