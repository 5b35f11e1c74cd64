import * as z from 'zod/mini';
import { actKinds } from '../../domain/moderation.ts';
import { appealKinds, reportReasons, reportStates } from '../../domain/report.ts';
import { pinView } from './views.ts';

/** What reports, acts and the audit log look like, for the OpenAPI document; bundles leave these out. */

const texts = z.array(z.string());
const reasonNames = z.enum(reportReasons);
export const filedReportView = z.object({
  id: z.string(),
  state: z.enum(reportStates),
  reason: reasonNames,
  roomId: z.optional(z.string()),
  userId: z.optional(z.string()),
  at: z.string(),
});
export const appealView = z.object({
  id: z.string(),
  kind: z.enum(appealKinds),
  actId: z.optional(z.string()),
  state: z.literal('open'),
  at: z.string(),
});
const line = z.object({ id: z.string(), userId: z.string(), text: z.string(), at: z.string() });
const roomEvidence = z.object({
  title: z.string(),
  status: z.string(),
  hostId: z.string(),
  stage: z.array(z.object({ userId: z.string(), role: z.string() })),
  pins: z.array(pinView),
  lines: z.array(line),
  secondsSinceStart: z.optional(z.number()),
});
const appeal = z.object({ kind: z.enum(appealKinds), actId: z.optional(z.string()), text: z.string(), at: z.string() });
const judgement = z.object({
  state: z.string(),
  text: z.string(),
  byUserId: z.string(),
  at: z.string(),
  actId: z.string(),
});
export const reportView = z.extend(filedReportView, {
  text: z.optional(z.string()),
  concernedUserId: z.string(),
  reporterId: z.string(),
  evidence: z.object({
    room: z.optional(roomEvidence),
    person: z.optional(z.object({ handle: z.string(), name: z.string(), bio: z.string() })),
    verdict: z.optional(z.string()),
  }),
  assigneeId: z.optional(z.string()),
  note: z.optional(z.string()),
  judgements: z.array(judgement),
  decision: z.optional(z.string()),
  appeal: z.optional(appeal),
  appealedAt: z.optional(z.string()),
});

const actFields = {
  kind: z.enum(actKinds),
  userId: z.optional(z.string()),
  roomId: z.optional(z.string()),
  reportId: z.optional(z.string()),
  reason: z.string(),
  until: z.optional(z.string()),
  allows: z.optional(texts),
  at: z.string(),
};
export const ownActView = z.object({ id: z.string(), ...actFields });
export const auditEntryView = z.object({
  seq: z.number(),
  actId: z.string(),
  byUserId: z.string(),
  ...actFields,
  prevHash: z.string(),
  hash: z.string(),
});

const suspension = z.object({ reason: z.string(), until: z.optional(z.string()) });
export const standingView = z.object({
  userId: z.string(),
  accountSuspension: z.optional(suspension),
  hostingSuspension: z.optional(suspension),
  hostingGrant: z.optional(z.object({ allows: texts, reason: z.string(), expiresAt: z.string() })),
});
