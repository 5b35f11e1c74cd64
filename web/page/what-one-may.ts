import type { Role, Room } from '../api/types.ts';

/** What one person can do about another, as the API lets them. */
export type PersonAction =
  | 'mute'
  | 'unmute'
  | 'put_down'
  | 'invite_speaker'
  | 'invite_cohost'
  | 'hand_over'
  | 'remove'
  | 'block'
  | 'unblock'
  | 'report';

type Pair = {
  readonly mine: Role;
  readonly theirs: Role;
  readonly isMuted: boolean;
  readonly isBlocked: boolean;
};

export const isHosting = (role: Role): boolean => role === 'host' || role === 'cohost';
export const isOfStage = (role: Role): boolean => isHosting(role) || role === 'speaker';

type Door = Pick<Room, 'audience' | 'hostId' | 'cohostIds' | 'speakerIds' | 'invitedUserIds'>;

/** Whether the room lets this person in for a ticket only: people on stage, and those invited to it, pay nothing. */
export function needsTicket(
  { audience, hostId, cohostIds, speakerIds, invitedUserIds = [] }: Door,
  userId: string,
): boolean {
  return audience === 'tickets' && ![hostId, ...cohostIds, ...speakerIds, ...invitedUserIds].includes(userId);
}

/** In the order they are offered: what is mild first. The API decides in the end. */
export function actionsToward({ mine, theirs, isMuted, isBlocked }: Pair): readonly PersonAction[] {
  const isBelow = mine === 'host' ? theirs !== 'host' : mine === 'cohost' && !isHosting(theirs);
  const offered: readonly (PersonAction | false)[] = [
    isHosting(mine) && isOfStage(theirs) && (isMuted ? 'unmute' : 'mute'),
    isHosting(mine) && theirs === 'listener' && 'invite_speaker',
    mine === 'host' && (theirs === 'listener' || theirs === 'speaker') && 'invite_cohost',
    mine === 'host' && theirs === 'cohost' && 'hand_over',
    isBelow && isOfStage(theirs) && 'put_down',
    isBelow && 'remove',
    isBlocked ? 'unblock' : 'block',
    'report',
  ];
  return offered.filter((action) => action !== false);
}
