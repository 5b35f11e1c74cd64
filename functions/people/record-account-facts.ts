import * as z from 'zod/mini';
import { facts as factsTable } from '../../adapters/dynamodb/facts.ts';
import { withAccountFacts } from '../../domain/account.ts';
import type { ContextOf } from '../runtime/context.ts';
import { parseDetail } from '../runtime/input.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { timestamp, userId } from '../runtime/schemas.ts';
import { type BusEvent, onEvent } from '../runtime/worker.ts';

export const input = z.object({
  userId,
  createdAt: z.optional(timestamp),
  isSuspended: z.optional(z.boolean()),
  isEmailVerified: z.optional(z.boolean()),
  birthDate: z.optional(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/))),
  hostedRooms30d: z.optional(z.number().check(z.int(), z.gte(0))),
  asOf: timestamp,
});

const adapters = { facts: factsTable };

export async function recordAccountFacts(context: ContextOf<typeof adapters>, event: BusEvent): Promise<void> {
  const { userId, ...facts } = parseDetail(input, event.detail);
  const before = await context.facts.find(userId);
  const after = ensure(withAccountFacts(before, facts, context.now()));
  if (await context.facts.keep(userId, before, after)) return;
  // Somebody wrote the profile in between: judged again on what they left.
  await recordAccountFacts(context, event);
}

export const handler = onEvent({ adapters, run: recordAccountFacts });
