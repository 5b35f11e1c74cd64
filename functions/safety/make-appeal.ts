import * as z from 'zod/mini';
import { acts } from '../../adapters/dynamodb/acts.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { reports } from '../../adapters/dynamodb/reports.ts';
import { results } from '../../adapters/dynamodb/results.ts';
import { type Appeal, appealKinds } from '../../domain/report.ts';
import { appealAnswer, appealFrom } from '../../domain/report-queue.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { type Keyed, keptUntil, keyed, resultOf } from '../runtime/idempotency.ts';
import { actId, statement } from '../runtime/moderation-schemas.ts';
import { appealView } from '../runtime/moderation-views.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { type Appealing, againstAct, againstVerdict } from '../steps/appeals.ts';
import { once } from '../steps/once.ts';
import { ownProfileOf } from '../steps/person.ts';

export const input = z.object({ kind: z.enum(appealKinds), text: statement, actId: z.optional(actId) });
export const output = appealView;

const adapters = { acts, profiles, reports, results };
type Context = ContextOf<typeof adapters>;

/** Whoever is suspended may appeal: it is what the call is for. */
export async function makeAppeal(context: Context, caller: User, wish: z.infer<typeof input>): Promise<object> {
  const request = keyed(context, caller, wish);
  return once(context, request, async () => {
    const appeal = ensure(appealFrom(wish, context.now()));
    const appealing =
      appeal.actId === undefined
        ? await againstVerdict(context, await ownProfileOf(context, caller), appeal)
        : await againstAct(context, caller, { ...appeal, actId: appeal.actId });
    return put(context, appealing, appeal, request);
  });
}

async function put(context: Context, appealing: Appealing, appeal: Appeal, request: Keyed | undefined) {
  const answer = appealAnswer(appealing.after.id, appeal);
  const kept = { result: resultOf(request, answer), keptUntil: keptUntil(context) };
  const isPut = await context.reports.appeal(appealing, appealing, kept);
  return isPut ? answer : stop('already_decided', { message: 'This is being appealed against already.' });
}

export const handler = http({ input, adapters, run: makeAppeal });
