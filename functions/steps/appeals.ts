import type { acts } from '../../adapters/dynamodb/acts.ts';
import type { profiles } from '../../adapters/dynamodb/profiles.ts';
import type { reports } from '../../adapters/dynamodb/reports.ts';
import { hostingVerdict } from '../../domain/eligibility.ts';
import type { Profile } from '../../domain/person.ts';
import { type Appeal, isDecided, type Report } from '../../domain/report.ts';
import { reopened, reportOfAppeal } from '../../domain/report-queue.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { ensureSameAccount } from './person.ts';

type Context = ContextOf<{ reports: typeof reports }>;

/** The report an appeal is put into, as it was if there was one, and what the appeal is kept under. */
export type Appealing = {
  readonly before?: Report;
  readonly after: Report;
  readonly subject: string;
  readonly decidedId?: string;
};

/** Against an act that concerns the person: its report is open again, or becomes one. Once for every act. */
export async function againstAct(
  context: Context & ContextOf<{ acts: typeof acts; profiles: typeof profiles }>,
  caller: User,
  appeal: Appeal & { readonly actId: string },
): Promise<Appealing> {
  const { userId } = caller;
  const subject = appeal.actId;
  const [act, appealedIn, profile] = await Promise.all([
    context.acts.find(userId, subject),
    context.reports.appealedIn(subject),
    context.profiles.find(userId),
  ]);
  ensureSameAccount(profile, caller);
  if (!act) return stop('not_found', { param: 'actId' });
  if (appealedIn !== undefined) return stop('already_decided', { message: 'This has been appealed against before.' });
  const before = act.reportId === undefined ? undefined : await context.reports.find(act.reportId);
  if (before) return { before, after: ensure(reopened(before, appeal)), subject };
  const { roomId } = act;
  const id = context.newId('rpt');
  return { after: reportOfAppeal(appeal, { id, userId, ...(roomId !== undefined && { roomId }) }), subject };
}

/** Against the verdict on hosting as it is now: one at a time, another when that is decided. */
export async function againstVerdict(context: Context, profile: Profile, appeal: Appeal): Promise<Appealing> {
  const { userId } = profile;
  const subject = `VERDICT.${userId}`;
  const decidedId = await context.reports.appealedIn(subject);
  const last = decidedId === undefined ? undefined : await context.reports.find(decidedId);
  if (last && !isDecided(last))
    return stop('already_decided', { message: 'The verdict is being appealed against already.' });
  const { policy } = context.config;
  const verdict = JSON.stringify(hostingVerdict({ profile, now: context.now(), policy }));
  const after = reportOfAppeal(appeal, { id: context.newId('rpt'), userId, verdict });
  return { after, subject, ...(decidedId !== undefined && { decidedId }) };
}
