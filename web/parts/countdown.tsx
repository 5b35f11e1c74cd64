import { useEffect, useState } from 'react';

/** What is left until a moment, as `29:58` or `1:59:58`. Told to screen readers when they ask, not every second. */
export function Countdown({ until }: { readonly until: string }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const left = Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
  return (
    <span role="timer" className="countdown">
      {left >= 3600 && `${Math.floor(left / 3600)}:`}
      {left >= 3600 ? twoDigits(Math.floor(left / 60) % 60) : Math.floor(left / 60)}:{twoDigits(left % 60)}
    </span>
  );
}

const twoDigits = (count: number): string => String(count).padStart(2, '0');
