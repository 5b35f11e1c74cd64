import * as z from 'zod/mini';
import { chat } from '../../adapters/dynamodb/chat.ts';
import { guests } from '../../adapters/dynamodb/guests.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { reports } from '../../adapters/dynamodb/reports.ts';
import { results } from '../../adapters/dynamodb/results.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { filedReport, isDecided, newReport, type Report, reportReasons, sameReport } from '../../domain/report.ts';
import type { Guest, User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { namedHttp } from '../runtime/guest-http.ts';
import { type Keyed, keptUntil, keyed, resultOf } from '../runtime/idempotency.ts';
import { statement } from '../runtime/moderation-schemas.ts';
import { filedReportView } from '../runtime/moderation-views.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { roomId, userId } from '../runtime/schemas.ts';
import { once } from '../steps/once.ts';
import { ensureMayAct } from '../steps/person.ts';
import { ensureMayFile, linesBefore, reportedOf } from '../steps/reporting.ts';

export const input = z.object({
  reason: z.enum(reportReasons),
  roomId: z.optional(roomId),
  userId: z.optional(userId),
  text: z.optional(statement),
});
export const output = filedReportView;

type Wish = z.infer<typeof input>;
const adapters = { chat, guests, profiles, reports, results, rooms };
type Context = ContextOf<typeof adapters>;

export async function fileReport(context: Context, visitor: User | Guest, wish: Wish): Promise<object> {
  if (visitor.kind === 'user') await ensureMayAct(context, visitor);
  const reporterId = visitor.kind === 'user' ? visitor.userId : visitor.guestId;
  const request = keyed(context, { userId: reporterId }, wish);
  return once(context, request, () => file(context, reporterId, visitor.kind === 'guest', wish, request));
}

/** The same report of the same person is filed once until it is decided. */
async function file(context: Context, reporterId: string, isGuest: boolean, wish: Wish, request: Keyed | undefined) {
  const reported = await reportedOf(context, wish);
  const lines = await linesBefore(context, reported.room);
  const filing = { id: context.newId('rpt'), reporterId, now: context.now(), ...reported, lines };
  const report = ensure(newReport(wish, filing));
  const digest = Buffer.from(context.digest(sameReport(wish))).toString('base64url');
  const before = await context.reports.filedBefore(reporterId, digest);
  if (before && !isDecided(before)) return filedReport(before);
  await ensureMayFile(context, reporterId, isGuest);
  const kept = { result: resultOf(request, filedReport(report)), keptUntil: keptUntil(context) };
  const filed = { digest, ...(before && { decidedId: before.id }) };
  if (await context.reports.file(report, filed, kept)) return filedReport(report);
  return filedReport(await filedMeanwhile(context, reporterId, digest));
}

/** The same person was faster with the same report, from another device. */
async function filedMeanwhile(context: Context, reporterId: string, digest: string): Promise<Report> {
  return (await context.reports.filedBefore(reporterId, digest)) ?? stop('busy');
}

export const handler = namedHttp({ input, adapters, run: fileReport });
