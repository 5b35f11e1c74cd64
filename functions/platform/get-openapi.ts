import type * as z from 'zod/mini';
import document from '../../openapi.json' with { type: 'json' };
import type { Caller } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { publicHttp } from '../runtime/public-http.ts';
import { nothing } from '../runtime/schemas.ts';

export const input = nothing;
export const output = nothing;

const adapters = {};

export async function getOpenapi(_context: ContextOf<typeof adapters>, _caller: Caller, _input: z.infer<typeof input>) {
  return document;
}

export const handler = publicHttp({ input, adapters, run: getOpenapi });
