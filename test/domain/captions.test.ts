import { describe, expect, it } from 'vitest';
import {
  captionLanguageOf,
  captionLanguages,
  consentToCaptions,
  isTranscriptionToSettle,
  setCaptions,
  wantedTranscription,
} from '../../domain/captions.ts';
import { framesOf } from '../../domain/frame.ts';
import type { LiveRoom } from '../../domain/room.ts';
import { noCounts, roomView } from '../../domain/room-view.ts';
import { placeOf, takeStage, withPlace } from '../../domain/stage.ts';
import {
  actor,
  codeOf,
  cohostId,
  crowded,
  granted,
  hostId,
  later,
  listenerId,
  live,
  otherCohostId,
  policy,
  roomIn,
  speakerId,
} from './given.ts';

const acting = (userId: string) => ({ actor: actor(userId), now: later(30), policy });
const turn = (room: LiveRoom, userId: string, wish: { isOn: boolean; lang?: string }) =>
  setCaptions(room, acting(userId), wish);
const on = { isOn: true };
const off = { isOn: false };
const agreed = (room: LiveRoom, ...userIds: readonly string[]): LiveRoom =>
  userIds.reduce((before, userId) => granted(consentToCaptions(before, acting(userId), true)), room);
const all = [hostId, cohostId, otherCohostId, speakerId];
const captioned = (room = crowded()) => granted(turn(room, speakerId, on));

describe('languages of captions', () => {
  it('are those the service transcribes, whatever the case', () => {
    for (const code of captionLanguages) expect(captionLanguageOf(code.toLowerCase())).toBe(code);
  });

  it.each([
    ['en', 'en-US'],
    ['en-GB', 'en-GB'],
    ['en-IN', 'en-US'],
    ['es', 'es-US'],
    ['es-MX', 'es-US'],
    ['fr', 'fr-FR'],
    ['pt', 'pt-BR'],
    ['zh', 'zh-CN'],
    ['sv', undefined],
    ['engl', undefined],
  ])('%s is transcribed as %s', (lang, code) => {
    expect(captionLanguageOf(lang)).toBe(code);
  });
});

describe('turning captions on', () => {
  it('takes the language of the room, or the one that is wished for', () => {
    expect(captioned(crowded({ lang: 'de' })).captions).toEqual({ lang: 'de', setBy: speakerId });
    const french = granted(turn(crowded(), hostId, { isOn: true, lang: 'fr-CA' }));
    expect([french.areCaptionsOn, french.captions]).toEqual([true, { lang: 'fr-CA', setBy: hostId }]);
  });

  it('is refused for a language nobody transcribes, the room’s own too', () => {
    expect(turn(crowded(), hostId, { isOn: true, lang: 'sv' })).toMatchObject({
      refusal: { code: 'invalid_field', param: 'lang', facts: { languages: captionLanguages } },
    });
    expect(codeOf(turn(crowded({ lang: 'sv' }), hostId, on))).toBe('invalid_field');
  });

  it('a second time changes nothing, whoever asks', () => {
    const room = captioned();
    expect(granted(turn(room, hostId, on))).toBe(room);
    expect(granted(turn(room, speakerId, { isOn: true, lang: 'en' }))).toBe(room);
  });

  it('in another language is up to hosts and whoever set them on', () => {
    const room = granted(turn(crowded(), cohostId, on));
    const german = { isOn: true, lang: 'de' };
    expect(codeOf(turn(room, speakerId, german))).toBe('not_allowed_for_role');
    expect(granted(turn(room, hostId, german)).captions).toEqual({ lang: 'de', setBy: hostId });
    expect(granted(turn(captioned(), speakerId, german)).captions).toEqual({ lang: 'de', setBy: speakerId });
  });

  it('is for people on stage in a room that is live', () => {
    expect(codeOf(turn(crowded(), listenerId, on))).toBe('not_allowed_for_role');
    expect(codeOf(setCaptions(roomIn('scheduled'), acting(hostId), on))).toBe('room_not_live');
    expect(codeOf(setCaptions(roomIn('ended'), acting(hostId), on))).toBe('room_already_ended');
    expect(codeOf(setCaptions(roomIn('ended'), acting(hostId), off))).toBe('room_already_ended');
  });
});

describe('turning captions off', () => {
  it.each([
    ['the speaker who set them on', speakerId, undefined],
    ['the host', hostId, undefined],
    ['a co-host', cohostId, undefined],
    ['somebody in the audience', listenerId, 'not_allowed_for_role'],
  ])('%s', (_who, userId, code) => {
    const decision = turn(captioned(), userId, off);
    expect(codeOf(decision)).toBe(code);
    if (code === undefined) expect(granted(decision).areCaptionsOn).toBe(false);
  });

  it('is not for a speaker who did not set them on, nor for one who has left the stage', () => {
    expect(codeOf(turn(granted(turn(crowded(), hostId, on)), speakerId, off))).toBe('not_allowed_for_role');
    const room = captioned();
    const stage = room.stage.filter(({ userId }) => userId !== speakerId);
    expect(codeOf(turn({ ...room, stage }, speakerId, off))).toBe('not_allowed_for_role');
  });

  it('keeps what was set, so that a transcription that runs on is known, and shows nobody a language', () => {
    const room = granted(turn(captioned(), hostId, off));
    expect(room.captions).toEqual({ lang: 'en', setBy: speakerId });
    expect(roomView(room, noCounts).captionsLang).toBeUndefined();
    expect(roomView(captioned(), noCounts).captionsLang).toBe('en');
    expect(granted(turn(room, hostId, off))).toBe(room);
  });
});

describe('consent', () => {
  it('is given and taken back by people on stage, for themselves', () => {
    const room = agreed(crowded(), speakerId);
    expect(room.stage.filter(({ hasCaptionConsent }) => hasCaptionConsent).map(({ userId }) => userId)).toEqual([
      speakerId,
    ]);
    const taken = granted(consentToCaptions(room, acting(speakerId), false));
    expect(placeOf(taken, speakerId)?.hasCaptionConsent).toBe(false);
    expect(codeOf(consentToCaptions(room, acting(listenerId), true))).toBe('not_allowed_for_role');
    expect(codeOf(consentToCaptions(roomIn('scheduled'), acting(hostId), true))).toBe('room_not_live');
  });

  it('a second time writes nothing', () => {
    const room = agreed(crowded(), speakerId);
    expect(granted(consentToCaptions(room, acting(speakerId), true))).toBe(room);
  });
});

describe('the transcription', () => {
  const running = { isOn: true, languageCode: 'en-US' };
  const paused = { isOn: false };

  it('runs while captions are on and everybody with an open microphone has agreed', () => {
    expect(wantedTranscription(captioned())).toEqual(paused);
    expect(wantedTranscription(agreed(captioned(), hostId, cohostId, otherCohostId))).toEqual(paused);
    expect(wantedTranscription(agreed(captioned(), ...all))).toEqual(running);
    expect(wantedTranscription(agreed(crowded(), ...all))).toEqual(paused);
    expect(wantedTranscription(granted(turn(agreed(captioned(), ...all), hostId, off)))).toEqual(paused);
  });

  it('does not wait for somebody whom a mute binds, and pauses when it is lifted', () => {
    const room = agreed(captioned(), hostId, cohostId, otherCohostId);
    const muted = withPlace(room, speakerId, (place) => ({ ...place, isMuted: true }));
    expect(wantedTranscription(muted)).toEqual(running);
    expect(wantedTranscription({ ...room, isMutedAll: true })).toEqual(running);
    const hosts = agreed(captioned(), cohostId, otherCohostId, speakerId);
    expect(wantedTranscription({ ...hosts, isMutedAll: true }), 'mute-all does not bind the host').toEqual(paused);
  });

  it('pauses when somebody comes on stage, until they agree', () => {
    const room = agreed(captioned(), ...all);
    const joined = granted(takeStage(room, listenerId, 'speaker', later(30), policy));
    expect(wantedTranscription(joined)).toEqual(paused);
    expect(wantedTranscription(agreed(joined, listenerId))).toEqual(running);
  });
});

describe('the minter is asked', () => {
  const running = agreed(captioned(), ...all);

  it('when the transcription is to begin, to end, to go on in a new meeting, or to change its language', () => {
    expect(isTranscriptionToSettle(captioned(), running)).toBe(true);
    expect(isTranscriptionToSettle(running, granted(turn(running, hostId, off)))).toBe(true);
    expect(isTranscriptionToSettle(running, { ...running, epoch: 2 })).toBe(true);
    expect(isTranscriptionToSettle(running, granted(turn(running, hostId, { isOn: true, lang: 'de' })))).toBe(true);
  });

  it('for nothing else', () => {
    expect(isTranscriptionToSettle(crowded(), captioned())).toBe(false);
    expect(isTranscriptionToSettle(crowded(), { ...crowded(), epoch: 2 })).toBe(false);
    expect(isTranscriptionToSettle(running, { ...running, title: 'Another' })).toBe(false);
  });
});

describe('people are told', () => {
  const told = (before: LiveRoom, after: LiveRoom) =>
    framesOf(before, after).flatMap(({ type, facts }) => (type === 'captions.changed' ? [facts] : []));

  it('that captions are on, whether lines come, and that they are off', () => {
    const before = live();
    const asked = granted(turn(before, hostId, on));
    expect(told(before, asked)).toEqual([{ isOn: true, isRunning: false, lang: 'en' }]);
    const running = agreed(asked, hostId);
    expect(told(asked, running)).toEqual([{ isOn: true, isRunning: true, lang: 'en' }]);
    expect(told(running, granted(turn(running, hostId, off)))).toEqual([{ isOn: false, isRunning: false }]);
  });

  it('nothing of captions by a consent while there are none', () => {
    const before = live();
    expect(told(before, agreed(before, hostId))).toEqual([]);
  });
});
