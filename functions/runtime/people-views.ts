import * as z from 'zod/mini';

/** As `views.ts`, of people: apart, because what is not left out of a bundle is loaded by every join. */

export const profileView = z.object({
  id: z.string(),
  handle: z.string(),
  name: z.string(),
  bio: z.string(),
  avatarUrl: z.string(),
  followerCount: z.number(),
  followingCount: z.number(),
  isProtected: z.boolean(),
});
export const ownProfileView = z.extend(profileView, {
  isListeningShared: z.boolean(),
  birthDate: z.optional(z.string()),
  isSuspended: z.boolean(),
});

export const verdictView = z.object({
  isEligible: z.boolean(),
  preset: z.string(),
  version: z.number(),
  computedAt: z.string(),
  rules: z.array(
    z.object({
      rule: z.string(),
      need: z.union([z.number(), z.boolean()]),
      have: z.union([z.number(), z.boolean()]),
      hasPassed: z.boolean(),
    }),
  ),
});

/** Somebody in a room; marks and mutes are of people on stage. */
export const personInRoomView = z.object({
  user: profileView,
  userId: z.string(),
  role: z.enum(['host', 'cohost', 'speaker', 'listener']),
  isMuted: z.boolean(),
  isHandRaised: z.boolean(),
  hasCaptionConsent: z.boolean(),
});
