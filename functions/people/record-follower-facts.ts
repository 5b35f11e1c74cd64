import * as z from 'zod/mini';
import { facts as factsTable } from '../../adapters/dynamodb/facts.ts';
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

const adapters = { facts: factsTable };

export async function recordFollowerFacts(context: ContextOf<typeof adapters>, event: BusEvent): Promise<void> {
  const { userId, ...facts } = parseDetail(input, event.detail);
  const before = await context.facts.find(userId);
  const after = ensure(withFollowerFacts(before, facts, context.now()));
  if (await context.facts.keep(userId, before, after)) return;
  // Somebody wrote the profile in between: judged again on what they left.
  await recordFollowerFacts(context, event);
}

export const handler = onEvent({ adapters, run: recordFollowerFacts });
