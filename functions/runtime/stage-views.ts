import * as z from 'zod/mini';

/** As `people-views.ts`, of the stage and who is asked to it. */

/** Somebody on stage, as everybody in the room is told. */
export const stageMemberView = z.object({
  userId: z.string(),
  role: z.enum(['host', 'cohost', 'speaker']),
  attendeeId: z.optional(z.string()),
  isMuted: z.boolean(),
});
export const requestView = z.object({ userId: z.string(), askedAt: z.string() });
export const invitationView = z.object({
  userId: z.string(),
  role: z.enum(['cohost', 'speaker', 'listener']),
  invitedAt: z.string(),
  invitedBy: z.optional(z.string()),
  openUntil: z.optional(z.string()),
});
export const banView = z.object({ userId: z.string(), byUserId: z.string(), bannedAt: z.string() });
