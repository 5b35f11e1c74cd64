import * as z from 'zod/mini';
import type { Clock } from '../model.ts';
import type { Answer, Call } from './exchange.ts';
import { ControlRefusal, readBody } from './exchange.ts';

const clockSchema = z.object({
  advanceSeconds: z.optional(z.number().check(z.gte(0), z.lte(10 * 366 * 86_400))),
  now: z.optional(z.iso.datetime({ offset: true })),
});

function millisecondsToGo(body: unknown, now: number): number {
  const wanted = readBody(clockSchema, body);
  if ((wanted.advanceSeconds === undefined) === (wanted.now === undefined)) {
    throw new ControlRefusal(400, 'invalid_field', 'give either advanceSeconds or now', 'advanceSeconds');
  }
  if (wanted.advanceSeconds !== undefined) return wanted.advanceSeconds * 1000;
  const ahead = Date.parse(wanted.now ?? '') - now;
  if (ahead < 0) throw new ControlRefusal(400, 'invalid_field', 'now: the clock only moves forward', 'now');
  return ahead;
}

/** The virtual clock: everything due on the way runs, and what follows from it is drained, before the answer. */
export function clockCalls(clock: Clock): readonly Call[] {
  const show = (): Answer => ({ body: { now: new Date(Math.floor(clock.now())).toISOString() } });
  return [
    { method: 'GET', path: '/local/clock', run: show },
    {
      method: 'POST',
      path: '/local/clock',
      async run({ body }) {
        await clock.advance(millisecondsToGo(body, clock.now()));
        return show();
      },
    },
  ];
}
