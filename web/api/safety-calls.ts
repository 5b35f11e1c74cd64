import type { Ask } from './api.ts';
import type { Act, Report, ReportState, SuspensionScope } from './safety-types.ts';
import type { Profile } from './types.ts';

export type ReportWish = {
  readonly reason: string;
  readonly roomId?: string;
  readonly userId?: string;
  readonly text?: string;
};
export type ReportMove = { readonly state: Exclude<ReportState, 'open'>; readonly decision?: string };
export type Page<T> = { readonly data: readonly T[]; readonly nextCursor?: string };

/** Blocks, reports, what was decided about oneself, and what moderators do. */
export function safetyCalls(ask: Ask) {
  const after = (cursor: string | undefined) => (cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`);
  const act = async (...given: Parameters<Ask>): Promise<void> => void (await ask(...given));
  return {
    block: (userId: string) => act(`/v1/me/blocks/${userId}`, 'PUT'),
    unblock: (userId: string) => act(`/v1/me/blocks/${userId}`, 'DELETE'),
    blocks: async (cursor?: string) => toPeople(await ask(`/v1/me/blocks?limit=100${after(cursor)}`)),
    report: (wish: ReportWish, key: string) => act('/v1/reports', 'POST', wish, key),
    myActs: async (cursor?: string) => toActs(await ask(`/v1/me/moderation?limit=20${after(cursor)}`)),
    appeal: (actId: string, text: string, key: string) =>
      act('/v1/me/appeals', 'POST', { kind: 'act', actId, text }, key),
    reports: async (state: ReportState, cursor?: string) =>
      toReports(await ask(`/v1/moderation/reports?state=${state}&limit=20${after(cursor)}`)),
    moveReport: async (reportId: string, move: ReportMove) =>
      toReport(await ask(`/v1/moderation/reports/${reportId}`, 'PATCH', move)),
    endAsModerator: (roomId: string, reason: string) => act(`/v1/moderation/rooms/${roomId}/end`, 'POST', { reason }),
    stripRole: (roomId: string, userId: string, reason: string) =>
      act(`/v1/moderation/rooms/${roomId}/stage/${userId}`, 'DELETE', { reason }),
    suspend: (userId: string, scope: SuspensionScope, reason: string) =>
      act(`/v1/moderation/users/${userId}/suspension`, 'PUT', { scope, reason }),
  };
}

const toPeople = (answer: unknown) => answer as Page<Profile>;
const toActs = (answer: unknown) => answer as Page<Act>;
const toReports = (answer: unknown) => answer as Page<Report>;
const toReport = (answer: unknown) => answer as Report;
