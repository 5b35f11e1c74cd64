/** The room as the API shows it. */

import type { Label } from './admission.ts';
import type { Money } from './money.ts';
import { cohostIdsOf, type Pin, type Room, speakerIdsOf } from './room.ts';

/** Soft counts: kept by the relay, never by a join. */
export type RoomCounts = {
  readonly participantCount: number;
  readonly peakCount: number;
  readonly subscriberCount: number;
};
export const noCounts: RoomCounts = { participantCount: 0, peakCount: 0, subscriberCount: 0 };

export type RoomView = RoomCounts & {
  readonly id: string;
  readonly status: Room['status'];
  readonly title: string;
  readonly topics: readonly string[];
  readonly lang: string;
  readonly creatorId: string;
  readonly hostId: string;
  readonly cohostIds: readonly string[];
  readonly speakerIds: readonly string[];
  readonly invitedUserIds: readonly string[];
  readonly speakersPolicy: Room['speakersPolicy'];
  readonly audience: Room['audience'];
  readonly isListed: boolean;
  readonly areGuestsAllowed: boolean;
  readonly isLocked: boolean;
  readonly isMutedAll: boolean;
  readonly isTicketed: boolean;
  readonly ticketPrice?: Money;
  readonly areCaptionsOn: boolean;
  readonly captionsLang?: string;
  readonly isChatOn: boolean;
  readonly slowModeSeconds: number;
  readonly startsAt?: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly endReason?: string;
  readonly graceEndsAt?: string;
  readonly pins: readonly Pin[];
  readonly epoch: number;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly labels?: readonly Label[];
};

/** The view of `currentState(room)`: the caller applies time first. `labels` only for a signed-in reader. */
export function roomView(
  room: Room,
  counts: RoomCounts,
  extras: { readonly labels?: readonly Label[] } = {},
): RoomView {
  const { areCaptionsOn, captions, chat } = room;
  const view = {
    ...withoutInnards(room),
    ...counts,
    cohostIds: cohostIdsOf(room),
    speakerIds: speakerIdsOf(room),
    ...(areCaptionsOn && captions && { captionsLang: captions.lang }),
    isChatOn: chat.isOn,
    slowModeSeconds: chat.slowModeSeconds,
  };
  return extras.labels === undefined ? view : { ...view, labels: extras.labels };
}

type Innards = 'cohostIds' | 'speakerIds' | 'labels' | 'captionsLang' | 'isChatOn' | 'slowModeSeconds';

/** Meetings hold addresses and the stage holds attendees: both travel in grants only. */
function withoutInnards(room: Room): Omit<RoomView, keyof RoomCounts | Innards> {
  if (room.status !== 'live') {
    const { mediaRegion, captions, chat, ...fields } = room;
    return fields;
  }
  const { mediaRegion, captions, chat, meeting, stage, channels, ...fields } = room;
  return fields;
}
