import * as z from 'zod/mini';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { type QueuePlace, reports } from '../../adapters/dynamodb/reports.ts';
import { isPrefixedId } from '../../domain/ids.ts';
import { reportStates } from '../../domain/report.ts';
import { moderatedReport } from '../../domain/report-queue.ts';
import { timeFrom } from '../../domain/time.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { fromCursor, toCursor } from '../runtime/cursor.ts';
import { http } from '../runtime/http.ts';
import { reportView } from '../runtime/moderation-views.ts';
import { cursor, limit, listOf } from '../runtime/schemas.ts';
import { moderatorOf } from '../steps/acts.ts';

export const input = z.object({ state: z.optional(z.enum(reportStates)), cursor, limit });
export const output = listOf(reportView);

const adapters = { profiles, reports };

export async function listReports(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  await moderatorOf(context, caller, 'see_reports');
  const most = wish.limit ?? 20;
  const page = await context.reports.page(wish.state ?? 'open', most, fromCursor(wish.cursor, readPlace));
  const last = page.at(-1);
  return {
    data: page.map(moderatedReport),
    ...(last && page.length === most && { nextCursor: toCursor({ at: last.at, reportId: last.id }) }),
  };
}

function readPlace(value: unknown): QueuePlace | undefined {
  const { at, reportId } = toFields(value);
  if (typeof at !== 'string' || typeof reportId !== 'string') return undefined;
  return timeFrom(at) === at && isPrefixedId('rpt', reportId) ? { at, reportId } : undefined;
}
const toFields = (value: unknown) => (value ?? {}) as { readonly at?: unknown; readonly reportId?: unknown };

export const handler = http({ input, adapters, run: listReports });
