import * as z from 'zod/mini';

/** What answers look like, for the OpenAPI document; bundles leave these out. */

const texts = z.array(z.string());
export const labelView = z.object({ userId: z.string(), kind: z.literal('blocked_by_you') });
const media = z.record(z.string(), z.unknown());

export const pinView = z.object({
  id: z.string(),
  url: z.string(),
  note: z.optional(z.string()),
  userId: z.string(),
});

export const messageView = z.object({ id: z.string(), userId: z.string(), text: z.string(), at: z.string() });

export const roomView = z.object({
  id: z.string(),
  status: z.enum(['scheduled', 'live', 'ended', 'canceled']),
  title: z.string(),
  topics: texts,
  lang: z.string(),
  creatorId: z.string(),
  hostId: z.string(),
  cohostIds: texts,
  speakerIds: texts,
  invitedUserIds: texts,
  speakersPolicy: z.enum(['everyone', 'followed', 'invited']),
  audience: z.enum(['public', 'followers', 'tickets', 'invited']),
  isListed: z.boolean(),
  areGuestsAllowed: z.boolean(),
  isLocked: z.boolean(),
  isMutedAll: z.boolean(),
  isTicketed: z.boolean(),
  ticketPrice: z.optional(z.object({ amount: z.number(), currency: z.string() })),
  areCaptionsOn: z.boolean(),
  captionsLang: z.optional(z.string()),
  isChatOn: z.boolean(),
  slowModeSeconds: z.number(),
  startsAt: z.optional(z.string()),
  startedAt: z.optional(z.string()),
  endedAt: z.optional(z.string()),
  endReason: z.optional(z.string()),
  graceEndsAt: z.optional(z.string()),
  participantCount: z.number(),
  peakCount: z.number(),
  subscriberCount: z.number(),
  pins: z.array(pinView),
  epoch: z.number(),
  version: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
  labels: z.optional(z.array(labelView)),
});

const attendee = z.object({ AttendeeId: z.string(), ExternalUserId: z.string(), JoinToken: z.string() });
const connection = z.object({ meeting: media, attendee });
export const realtimeView = z.object({
  url: z.string(),
  host: z.string(),
  token: z.string(),
  channels: texts,
  expiresAt: z.string(),
});
export const grantView = z.object({
  room: roomView,
  role: z.enum(['host', 'cohost', 'speaker', 'listener', 'guest']),
  labels: z.array(labelView),
  audio: z.object({
    kind: z.enum(['stage', 'audience']),
    meeting: media,
    attendee,
    stage: z.optional(connection),
  }),
  realtime: realtimeView,
});

export const guestGrantView = z.extend(grantView, { guest: z.object({ id: z.string(), token: z.string() }) });
