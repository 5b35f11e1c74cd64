import * as z from 'zod/mini';
import { identity } from '../../adapters/identity.ts';
import { reportReasons } from '../../domain/report.ts';
import type { Caller } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { publicHttp } from '../runtime/public-http.ts';
import { nothing } from '../runtime/schemas.ts';

export const input = nothing;
export const output = z.object({
  preset: z.string(),
  limits: z.record(z.string(), z.unknown()),
  reactions: z.array(z.string()),
  topics: z.array(z.object({ id: z.string(), name: z.string() })),
  reportReasons: z.array(z.string()),
  signIn: z.object({ issuer: z.string(), clientId: z.string() }),
  mediaRegion: z.string(),
  stripe: z.object({ mode: z.enum(['test', 'live']), publishableKey: z.optional(z.string()) }),
});

const adapters = { identity };

/** Realtime host and VAPID key join it with their features. */
export async function getConfig(context: ContextOf<typeof adapters>, _caller: Caller, _input: z.infer<typeof input>) {
  const { policy, reactions, topics, mediaRegion, stripe } = context.config;
  const { preset, ...limits } = policy;
  return { preset, limits, reactions, topics, reportReasons, signIn: context.identity.signIn(), mediaRegion, stripe };
}

export const handler = publicHttp({ input, adapters, run: getConfig });
