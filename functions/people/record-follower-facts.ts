import * as z from 'zod/mini';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { withFollowerFacts } from '../../domain/account.ts';
import type { ContextOf } from '../runtime/context.ts';
import { parseDetail } from '../runtime/input.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { timestamp, userId } from '../runtime/schemas.ts';
import { type BusEvent, onEvent } from '../runtime/worker.ts';

const count = z.number().check(z.int(), z.gte(0));
export const input = z.object({
  userId,
  count,
  credibleCount: z.optional(count),
  asOf: timestamp,
  source: z.string().check(z.maxLength(100)),
});

const adapters = { profiles };

export async function recordFollowerFacts(context: ContextOf<typeof adapters>, event: BusEvent): Promise<void> {
  const { userId, ...facts } = parseDetail(input, event.detail);
  const before = await context.profiles.factsOf(userId);
  const after = ensure(withFollowerFacts(before, facts, context.now()));
  if (await context.profiles.keepFacts(userId, before, after)) return;
  // Somebody wrote the profile in between: judged again on what they left.
  await recordFollowerFacts(context, event);
}

export const handler = onEvent({ adapters, run: recordFollowerFacts });
