/** Pins: links and posts that people on stage show to everybody. Nothing of ours ever fetches them. */

import { decideAny, rolesOf } from './permissions.ts';
import { allow, type Decision, refuse } from './refusal.ts';
import { type LiveRoom, nextVersion, type Pin, type Room } from './room.ts';
import { type Acting, actIn, liveNow } from './stage-commands.ts';
import { filterText } from './text-filter.ts';
import { isoOf } from './time.ts';
import { textFrom } from './wording.ts';

/** The room shows so many at once; they lie in the room's own item. */
export const maxPins = 5;
export const maxLinkCharacters = 500;
export const maxNoteCharacters = 140;

export type PinWish = { readonly url: string; readonly note?: string };

/** The pin as it will be kept, or what is wrong with the wish. */
export function pinFrom(
  { url, note }: PinWish,
  {
    id,
    userId,
    blockedWords,
  }: { readonly id: string; readonly userId: string; readonly blockedWords: readonly string[] },
): Decision<Pin> {
  if (!isPinnable(url)) return refuse('link_not_allowed', { param: 'url' });
  if (note === undefined || note === '') return allow({ id, url, userId });
  const text = textFrom('note', note, 1, maxNoteCharacters);
  const kept = text.isAllowed ? filterText(text.value, blockedWords, 'note') : text;
  return kept.isAllowed ? allow({ id, url, note: kept.value, userId }) : kept;
}

/** A web link, or a post by its number. A link that shows a name before its host pretends to lead somewhere else. */
export function isPinnable(url: string): boolean {
  if (/^[0-9]{1,19}$/.test(url)) return true;
  if (url.length > maxLinkCharacters || !url.isWellFormed() || /[\s\p{Cc}\p{Cf}]/u.test(url)) return false;
  if (!/^https?:\/\/[^/\\]/i.test(url) || !URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}

/** Somebody on stage adds a pin behind the others. */
export function addPin(room: Room, acting: Acting, pin: Pin): Decision<LiveRoom> {
  const live = actIn(room, acting, 'pin');
  if (!live.isAllowed) return live;
  const { pins } = live.value;
  if (pins.length >= maxPins) return refuse('pins_full', { facts: { limit: maxPins } });
  return allow(nextVersion({ ...live.value, pins: [...pins, pin] }, isoOf(acting.now)));
}

/** A pin goes: the own one by whoever is on stage, any by the hosts. */
export function removePin(room: Room, acting: Acting, pinId: string): Decision<LiveRoom> {
  const live = liveNow(room, acting);
  if (!live.isAllowed) return live;
  const { pins } = live.value;
  const pin = pins.find(({ id }) => id === pinId);
  // Whether there is such a pin is told to nobody who may remove none at all.
  const action = !pin || pin.userId === acting.actor.userId ? 'remove_own_pin' : 'remove_pin';
  const permission = decideAny(rolesOf(live.value, acting.actor, acting.isListening), action);
  if (!permission.isAllowed) return permission;
  if (!pin) return refuse('not_found', { param: 'pinId' });
  return allow(nextVersion({ ...live.value, pins: pins.filter(({ id }) => id !== pinId) }, isoOf(acting.now)));
}
