import { useState } from 'react';
import { shareLink } from '../api/api.ts';
import { announce } from '../page/announcer.tsx';
import { LinkIcon } from './icons.tsx';

/** Copies the link of a room; where the browser keeps its clipboard to itself, the link is there to be copied by hand. */
export function ShareButton({ roomId }: { readonly roomId: string }) {
  const [copied, setCopied] = useState<boolean>();
  const link = shareLink(roomId);
  const copy = async () => {
    const isCopied = await navigator.clipboard?.writeText(link).then(
      () => true,
      () => false,
    );
    setCopied(isCopied ?? false);
    if (isCopied) announce('Link copied.');
  };
  if (copied === false) return <input className="link" aria-label="Link to this room" readOnly value={link} />;
  return (
    <button type="button" className="button button-quiet" onClick={() => void copy()}>
      <LinkIcon /> {copied ? 'Link copied' : 'Copy link'}
    </button>
  );
}
