import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Notice } from '../../domain/notice.ts';
import type { Room } from '../../domain/room.ts';
import type { Member } from '../../domain/seat.ts';
import type { Item } from './client.ts';
import { toInvitation } from './invitations.ts';
import { toMember } from './member-item.ts';
import { readFlag, readOptional, readText } from './read.ts';
import { toRequest } from './requests.ts';
import { toRoom } from './room-item.ts';
import { banPrefix, freePlacePrefix, invitationSort, requestPrefix } from './table.ts';

/** A record of a table's stream as Lambda hands it over; images are in the table's own form. */
export type StreamRecord = {
  readonly eventName?: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly dynamodb?: { readonly OldImage?: object; readonly NewImage?: object };
};

/** The item before and after. */
export function imagesOf({ dynamodb }: StreamRecord): { readonly before?: Item; readonly after?: Item } {
  const [before, after] = [toItem(dynamodb?.OldImage), toItem(dynamodb?.NewImage)];
  return { ...(before && { before }), ...(after && { after }) };
}

const toItem = (image: object | undefined): Item | undefined => image && unmarshall(toAttributes(image));
const toAttributes = (image: object) => image as Record<string, AttributeValue>;

/** The room before and after, of a record of a META item; nothing of any other. */
export function roomsOfRecord({ dynamodb }: StreamRecord): { before?: Room; after?: Room } {
  const before = roomOf(dynamodb?.OldImage);
  const after = roomOf(dynamodb?.NewImage);
  return { ...(before && { before }), ...(after && { after }) };
}

function roomOf(image: object | undefined): Room | undefined {
  const item = toItem(image);
  return item?.['sk'] === 'META' ? toRoom(item) : undefined;
}

/** Whether work for the minter was ordered, or ordered again; what the minter writes there itself needs no wake. */
export function isWorkOrdered({ dynamodb }: StreamRecord): boolean {
  const [before, after] = [toItem(dynamodb?.OldImage), toItem(dynamodb?.NewImage)];
  return after?.['sk'] === 'WORK' && before?.['orderCount'] !== after['orderCount'];
}

/** A request, an invitation or a removal, of a record that tells of one; nothing of any other, or of one that only changed. */
export function noticeOf({ dynamodb }: StreamRecord): Notice | undefined {
  const [before, after] = [toItem(dynamodb?.OldImage), toItem(dynamodb?.NewImage)];
  const sk = String((after ?? before)?.['sk']);
  if (sk.startsWith(requestPrefix)) {
    if (after && !before) return { kind: 'request', of: toRequest(after), isGone: false };
    return before && !after ? { kind: 'request', of: toRequest(before), isGone: true } : undefined;
  }
  if (sk === invitationSort && after && before?.['invitedAt'] !== after['invitedAt'])
    return { kind: 'invitation', of: toInvitation(after) };
  const isToldOfBan = sk.startsWith(banPrefix) && after && before?.['bannedAt'] !== after['bannedAt'];
  return isToldOfBan ? { kind: 'removal', of: toBan(after) } : undefined;
}

const toBan = (item: Item) => ({
  roomId: readText(item, 'roomId'),
  personId: readText(item, 'personId'),
  byUserId: readText(item, 'byUserId'),
  bannedAt: readText(item, 'bannedAt'),
  ...readOptional(item, 'isRefunded', readFlag),
});

/** What one record means for the size of a room. */
export type CrowdChange = { readonly roomId: string; readonly people: -1 | 0 | 1; readonly freeSeats: -1 | 0 | 1 };

/** Somebody came or left, or a free seat was made or taken; undefined for writes that change neither. */
export function crowdChangeOf({ dynamodb }: StreamRecord): CrowdChange | undefined {
  const [before, after] = [toItem(dynamodb?.OldImage), toItem(dynamodb?.NewImage)];
  const item = after ?? before;
  const sk = String(item?.['sk']);
  const isFreeSeat = sk.startsWith(freePlacePrefix);
  if (!item || !(isFreeSeat || sk === 'MEMBER')) return undefined;
  const roomId = readText(item, 'roomId');
  if (isFreeSeat) return { roomId, people: 0, freeSeats: toStep(before, after) };
  const people = toDifference(isIn(after && toMember(after)), isIn(before && toMember(before)));
  return people === 0 ? undefined : { roomId, people, freeSeats: 0 };
}

/** Somebody who came into a room, or came back into it, by this write. */
export type Arrival = { readonly userId: string; readonly roomId: string; readonly joinedAt: string };

export function arrivalOf({ dynamodb }: StreamRecord): Arrival | undefined {
  const [before, after] = [toItem(dynamodb?.OldImage), toItem(dynamodb?.NewImage)];
  if (after?.['sk'] !== 'MEMBER') return undefined;
  const { state, userId, roomId, joinedAt } = toMember(after);
  const isNew = before === undefined || toMember(before).joinedAt !== joinedAt;
  return state === 'joined' && isNew ? { userId, roomId, joinedAt } : undefined;
}

/** Somebody whose request is nobody's to grant: gone from the room, or, if they are on stage by now, up already. */
export type Asker = { readonly roomId: string; readonly userId: string; readonly isGone: boolean };

/** Whoever left while asking; whoever asks, or got a credential of the stage while asking, may be up. */
export function askerOf({ dynamodb }: StreamRecord): Asker | undefined {
  const [before, after] = [toItem(dynamodb?.OldImage), toItem(dynamodb?.NewImage)];
  if (after?.['sk'] !== 'MEMBER') return undefined;
  const { state, roomId, userId, askedAt, stage } = toMember(after);
  const old = before && toMember(before);
  if (state !== 'joined') return old?.askedAt === undefined ? undefined : { roomId, userId, isGone: true };
  const isNews = old?.askedAt !== askedAt || old?.stage?.attendee.AttendeeId !== stage?.attendee.AttendeeId;
  return askedAt !== undefined && isNews ? { roomId, userId, isGone: false } : undefined;
}

const isIn = (member: Member | undefined): boolean => member?.state === 'joined';
const toDifference = (isNow: boolean, wasBefore: boolean): -1 | 0 | 1 => (isNow === wasBefore ? 0 : isNow ? 1 : -1);
const toStep = (before: Item | undefined, after: Item | undefined): -1 | 0 | 1 =>
  toDifference(after !== undefined, before !== undefined);
