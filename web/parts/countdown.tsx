import { useEffect, useState } from 'react';
import { serverNow } from '../api/server-clock.ts';

/** Whole seconds until a moment, by the API's clock; never less than none. Undefined without a moment. */
export function useSecondsLeft(until: string | undefined): number | undefined {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    if (until === undefined) return;
    const tick = () => setNow(serverNow());
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [until]);
  return until === undefined ? undefined : Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
}

/** Seconds as `29:58` or `1:59:58`. Told to screen readers when they ask, not every second. */
export const Countdown = ({ left }: { readonly left: number }) => (
  <span role="timer" className="countdown">
    {left >= 3600 && `${Math.floor(left / 3600)}:`}
    {left >= 3600 ? twoDigits(Math.floor(left / 60) % 60) : Math.floor(left / 60)}:{twoDigits(left % 60)}
  </span>
);

const twoDigits = (count: number): string => String(count).padStart(2, '0');
