/** Captions: in which languages, who turns them on and off, and when the media service may write down what is said. */

import { hasChanged } from './differences.ts';
import { decideAny, rolesOf } from './permissions.ts';
import { allow, type Decision, type Refused, refuse } from './refusal.ts';
import { type LiveRoom, nextVersion, type Room } from './room.ts';
import { placeOf, wantedCapability, withPlace } from './stage.ts';
import { type Acting, actIn, liveNow } from './stage-commands.ts';
import { isoOf } from './time.ts';

/**
 * What the media service transcribes: `TranscribeLanguageCode` of the Chime SDK Meetings API (client-chime-sdk-meetings
 * 3.1142.0). Of several with one language the first stands for the language itself and for variants the service does not know.
 */
export const captionLanguages = [
  ...['en-US', 'en-GB', 'en-AU', 'es-US', 'fr-FR', 'fr-CA', 'de-DE'],
  ...['it-IT', 'pt-BR', 'ja-JP', 'ko-KR', 'zh-CN', 'th-TH', 'hi-IN'],
] as const;
export type CaptionLanguage = (typeof captionLanguages)[number];

/** The service's code for a language tag: `en` is `en-US`; undefined for a language that it does not transcribe. */
export function captionLanguageOf(lang: string): CaptionLanguage | undefined {
  const tag = lang.toLowerCase();
  const primary = tag.split('-')[0];
  return (
    captionLanguages.find((code) => code.toLowerCase() === tag) ??
    captionLanguages.find((code) => code.split('-')[0] === primary)
  );
}

export type Transcription = { readonly isOn: false } | { readonly isOn: true; readonly languageCode: CaptionLanguage };

/**
 * Whether the room's meeting is to be transcribed now. The service writes down whoever speaks in it, so everybody whose
 * microphone is open must have agreed; whoever a mute binds cannot be heard and need not.
 */
export function wantedTranscription(room: LiveRoom): Transcription {
  const { areCaptionsOn, captions, isMutedAll, stage } = room;
  const languageCode = captions && captionLanguageOf(captions.lang);
  const isAgreed = stage.every(
    (place) => place.hasCaptionConsent || wantedCapability({ ...place, isMutedAll }).Audio === 'Receive',
  );
  return areCaptionsOn && languageCode && isAgreed ? { isOn: true, languageCode } : { isOn: false };
}

/** Whether this write may leave the meeting's transcription running, or not running, against what is wanted. */
export function isTranscriptionToSettle(before: LiveRoom, after: LiveRoom): boolean {
  const isNew = before.epoch !== after.epoch && wantedTranscription(after).isOn;
  return isNew || hasChanged(wantedTranscription(before), wantedTranscription(after));
}

export type CaptionsWish = { readonly isOn: boolean; readonly lang?: string };

/** Captions on, in the room's language unless another one is wished for, or off. */
export function setCaptions(room: Room, acting: Acting, { isOn, lang }: CaptionsWish): Decision<LiveRoom> {
  return isOn ? turnOn(room, acting, lang) : turnOff(room, acting);
}

function turnOn(room: Room, acting: Acting, wished: string | undefined): Decision<LiveRoom> {
  const live = actIn(room, acting, 'turn_captions_on');
  if (!live.isAllowed) return live;
  const { areCaptionsOn, captions } = live.value;
  const shown = areCaptionsOn ? captions?.lang : undefined;
  const lang = wished ?? shown ?? live.value.lang;
  const code = captionLanguageOf(lang);
  if (!code) return unknownLanguage();
  if (lang === shown) return live;
  // Another language takes the captions away from whoever set them: it needs the right to turn them off.
  const problem = shown === undefined ? undefined : mayTurnOff(live.value, acting);
  return problem ?? withCaptions(live.value, acting, { areCaptionsOn: true, captions: captionsOf(acting, lang) });
}

function turnOff(room: Room, acting: Acting): Decision<LiveRoom> {
  const live = liveNow(room, acting);
  if (!live.isAllowed) return live;
  const problem = mayTurnOff(live.value, acting);
  if (problem) return problem;
  return live.value.areCaptionsOn ? withCaptions(live.value, acting, { areCaptionsOn: false }) : live;
}

/** Hosts may, and on stage whoever set them on. */
function mayTurnOff(room: LiveRoom, { actor, isListening }: Acting): Refused | undefined {
  const isOwn = room.captions?.setBy === actor.userId;
  const permission = decideAny(
    rolesOf(room, actor, isListening),
    isOwn ? 'turn_own_captions_off' : 'turn_captions_off',
  );
  return permission.isAllowed ? undefined : permission;
}

/** Somebody on stage agrees to be captioned, or no longer does. */
export function consentToCaptions(room: Room, acting: Acting, isGiven: boolean): Decision<LiveRoom> {
  const live = actIn(room, acting, 'consent_to_captions');
  if (!live.isAllowed) return live;
  const { userId } = acting.actor;
  if (placeOf(live.value, userId)?.hasCaptionConsent === isGiven) return live;
  const next = withPlace(live.value, userId, (place) => ({ ...place, hasCaptionConsent: isGiven }));
  return allow(nextVersion(next, isoOf(acting.now)));
}

const captionsOf = ({ actor }: Acting, lang: string) => ({ lang, setBy: actor.userId });

const withCaptions = (room: LiveRoom, { now }: Acting, fields: Partial<LiveRoom>): Decision<LiveRoom> =>
  allow(nextVersion({ ...room, ...fields }, isoOf(now)));

const unknownLanguage = (): Refused =>
  refuse('invalid_field', {
    param: 'lang',
    message: 'There are no captions in this language.',
    facts: { languages: captionLanguages },
  });
