import * as z from 'zod/mini';
import type { Caller } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { publicHttp } from '../runtime/public-http.ts';
import { nothing } from '../runtime/schemas.ts';

export const input = nothing;
export const output = z.object({ status: z.literal('ok') });

const adapters = {};

export async function getHealth(_context: ContextOf<typeof adapters>, _caller: Caller, _input: z.infer<typeof input>) {
  return { status: 'ok' as const };
}

export const handler = publicHttp({ input, adapters, run: getHealth });
