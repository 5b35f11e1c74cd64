import * as z from 'zod/mini';
import { acts } from '../../adapters/dynamodb/acts.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { reports } from '../../adapters/dynamodb/reports.ts';
import { judgementAct, moderatedReport, moveReport } from '../../domain/report-queue.ts';
import { isoOf } from '../../domain/time.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { reportId, statement } from '../runtime/moderation-schemas.ts';
import { reportView } from '../runtime/moderation-views.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { moderatorOf } from '../steps/acts.ts';

export const input = z.object({
  reportId,
  state: z.enum(['in_review', 'actioned', 'dismissed']),
  decision: z.optional(statement),
  note: z.optional(statement),
});
export const output = reportView;

const adapters = { acts, profiles, reports };

/** More moderators than write to one report in the same instant. */
const attempts = 10;

export async function decideReport(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const [{ userId: byUserId }, found] = await Promise.all([
    moderatorOf(context, caller, 'decide_report'),
    context.reports.find(wish.reportId),
  ]);
  let report = found ?? stop('not_found', { param: 'reportId' });
  const actId = context.newId('act');
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const now = context.now();
    const next = ensure(moveReport(report, wish, { byUserId, actId, now }));
    if (next.version === report.version) return moderatedReport(next);
    const current = await context.acts.moveReport(report, next, {
      ...judgementAct(next),
      id: actId,
      byUserId,
      at: isoOf(now),
    });
    if (!current) return moderatedReport(next);
    report = current;
  }
  return stop('busy');
}

export const handler = http({ input, adapters, run: decideReport });
