/** The moderators' queue: reports are taken, decided once with a statement of reasons, and once more after an appeal. */

import type { Act } from './moderation.ts';
import { allow, type Decision, refuse } from './refusal.ts';
import { type Appeal, isDecided, maxReportCharacters, type Report, type ReportState } from './report.ts';
import { isoOf } from './time.ts';
import { textFrom } from './wording.ts';

export type ReportMove = {
  readonly state: Exclude<ReportState, 'open'>;
  readonly decision?: string | undefined;
  readonly note?: string | undefined;
};
type Moving = { readonly byUserId: string; readonly actId: string; readonly now: number };

/** A moderator takes a report, or decides it: once, and once more after an appeal. */
export function moveReport(report: Report, move: ReportMove, moving: Moving): Decision<Report> {
  if (isDecided(report)) return refuse('already_decided', { facts: { state: report.state } });
  const noted = move.note === undefined ? undefined : textFrom('note', move.note, 0, maxReportCharacters);
  if (noted && !noted.isAllowed) return noted;
  const next = { ...report, version: report.version + 1, ...(noted && { note: noted.value }) };
  if (move.state === 'in_review') return takenBy(report, next, moving.byUserId);
  const { byUserId, actId } = moving;
  const text = textFrom('decision', move.decision ?? '', 1, maxReportCharacters);
  if (!text.isAllowed) return text;
  const judgement = { state: move.state, text: text.value, byUserId, at: isoOf(moving.now), actId };
  return allow({ ...next, state: move.state, judgements: [...report.judgements, judgement] });
}

/** Who takes what is theirs already only leaves a note; anybody may still decide what somebody else took. */
function takenBy(report: Report, next: Report, byUserId: string): Decision<Report> {
  if (report.state === 'open') return allow({ ...next, state: 'in_review', assigneeId: byUserId });
  if (report.assigneeId !== byUserId)
    return refuse('version_conflict', { message: 'Another moderator has taken this report.' });
  return allow(next.note === report.note ? report : next);
}

/** The act behind a move, without what every act has. Whoever a decision concerns reads its text; taking concerns nobody. */
export function judgementAct({
  id: reportId,
  roomId,
  concernedUserId,
  ...report
}: Report): Pick<Act, 'kind' | 'userId' | 'roomId' | 'reportId' | 'reason'> {
  const about = { reportId, ...(roomId !== undefined && { roomId }) };
  const judgement = report.judgements.at(-1);
  if (report.state === 'in_review' || !judgement) return { kind: 'report_taken', reason: '', ...about };
  return { kind: `report_${judgement.state}`, userId: concernedUserId, reason: judgement.text, ...about };
}

/** What moderators see: all of it, the last decision by its own name. */
export type ModeratedReport = Omit<Report, 'version'> & { readonly decision?: string; readonly appealedAt?: string };
export function moderatedReport({ version, ...report }: Report): ModeratedReport {
  const decision = isDecided({ ...report, version }) ? report.judgements.at(-1)?.text : undefined;
  return {
    ...report,
    ...(decision !== undefined && { decision }),
    ...(report.appeal && { appealedAt: report.appeal.at }),
  };
}

type AppealWish = { readonly kind: Appeal['kind']; readonly actId?: string | undefined; readonly text: string };
/** The appeal as it is kept; one against an act names it. */
export function appealFrom({ kind, actId, ...wish }: AppealWish, now: number): Decision<Appeal> {
  const text = textFrom('text', wish.text, 1, maxReportCharacters);
  if (!text.isAllowed) return text;
  const appeal = { kind, text: text.value, at: isoOf(now) };
  if (kind === 'verdict') return allow(appeal);
  if (actId === undefined) return refuse('invalid_field', { param: 'actId', message: 'actId names what was decided.' });
  return allow({ ...appeal, actId });
}

/** What whoever appeals is told; the id is that of the report it is in. */
export const appealAnswer = (reportId: string, { kind, actId, at }: Appeal) => ({
  id: reportId,
  kind,
  ...(actId !== undefined && { actId }),
  state: 'open' as const,
  at,
});

/** The report of the act appealed against goes back into the queue, once. */
export function reopened(report: Report, appeal: Appeal): Decision<Report> {
  if (report.appeal) return refuse('already_decided', { message: 'This has been appealed against before.' });
  const { assigneeId, ...rest } = report;
  return allow({ ...rest, state: 'open', appeal, version: report.version + 1 });
}

/** An appeal against what no report led to is a report of its own: by the person, about the person. */
export function reportOfAppeal(
  appeal: Appeal,
  { id, userId, roomId, verdict }: { id: string; userId: string; roomId?: string; verdict?: string },
): Report {
  return {
    id,
    state: 'open',
    reason: 'other',
    userId,
    ...(roomId !== undefined && { roomId }),
    concernedUserId: userId,
    reporterId: userId,
    at: appeal.at,
    evidence: verdict === undefined ? {} : { verdict },
    judgements: [],
    appeal,
    version: 1,
  };
}
