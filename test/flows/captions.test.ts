import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectRefused, storedRoom } from '../given/stories.ts';
import { type SyntheticClient, waitUntil } from '../synthetic-client.ts';
import { openWorld, type Person, type World } from '../world.ts';
import { type LiveRooms, liveRooms } from './live-room.ts';
import { type Operator, openOperator } from './operator.ts';

let world: World;
let rooms: LiveRooms;
let operator: Operator;
beforeAll(async () => {
  world = await openWorld();
  rooms = liveRooms(world);
  operator = await openOperator(world);
});
afterEach(async () => {
  rooms.leaveAll();
  await world.nobody.remove('/local/faults');
});
afterAll(() => world.close());

/** What the audio service knows of a room's meeting. */
const meetingOf = (roomId: string) =>
  toMeetings(world.cloud.audio.snapshot()).meetings.find(
    (meeting) => meeting.externalMeetingId === roomId && meeting.primaryMeetingId === undefined,
  );
/** Once the minter, which tells the service again what a request has told it, is done. */
async function languageOf(roomId: string): Promise<string | undefined> {
  await world.settle();
  return meetingOf(roomId)?.transcribedIn;
}
type SeenMeeting = {
  readonly externalMeetingId: string;
  readonly primaryMeetingId?: string;
  readonly transcribedIn?: string;
};
const toMeetings = (snapshot: unknown) => snapshot as { readonly meetings: readonly SeenMeeting[] };

const turn = (person: Person, roomId: string, wish: object) => person.put(`/v1/rooms/${roomId}/captions`, wish);
const agree = (person: Person, roomId: string, isGiven = true) =>
  person.put(`/v1/rooms/${roomId}/captions/consent`, { isGiven });
const say = (attendeeId: string, text: string) => world.nobody.post('/local/audio/say', { attendeeId, text });
const read = ({ body }: { readonly body: unknown }) =>
  body as { readonly areCaptionsOn?: boolean; readonly isRunning?: boolean; readonly isTranscribed?: boolean };
const texts = (client: SyntheticClient) =>
  client.captions().flatMap(({ text, isPartial }) => (isPartial ? [] : [text]));
/** Calls of the media service that concern transcription. */
const transcriptionCalls = () =>
  world.cloud.calls.list().flatMap(({ operation }) => (operation.includes('Transcription') ? [operation] : []));

describe('captions', { timeout: 30_000 }, () => {
  it('bring what the host says to a listener in the audience, once the host has agreed', async () => {
    const { host, grant, roomId } = await rooms.goLive('ada');
    const hosting = await rooms.enter(grant, { toneHertz: 0 });
    const listening = await rooms.enter(await rooms.join(await world.person('bea'), roomId));
    const { AttendeeId } = grant.audio.attendee;
    expect((await turn(host, roomId, { isOn: true })).body).toEqual({
      areCaptionsOn: true,
      lang: 'en',
      isRunning: false,
    });
    expect(read(await say(AttendeeId, 'nobody may read this')).isTranscribed).toBe(false);
    expect((await agree(host, roomId)).body).toEqual({ hasConsent: true, isRunning: true });
    await waitUntil(listening.isCaptioned, 'for captions to begin');
    expect(read(await say(AttendeeId, 'good evening everybody')).isTranscribed).toBe(true);
    await waitUntil(() => texts(listening).length > 0, 'for the line');
    expect(texts(listening)).toEqual(['good evening everybody']);
    expect(listening.captions()[0]).toMatchObject({ attendeeId: AttendeeId, externalUserId: `s.${host.userId}.1` });
    await world.settle();
    expect((await turn(host, roomId, { isOn: false })).body).toEqual({ areCaptionsOn: false, isRunning: false });
    await waitUntil(() => !listening.isCaptioned(), 'for captions to end');
    expect(read(await say(AttendeeId, 'between us')).isTranscribed).toBe(false);
    expect(texts(hosting)).toEqual(['good evening everybody']);
  });

  it('pause when somebody on stage takes their consent back, and go on when they agree again', async () => {
    const { host, roomId } = await rooms.goLive('cem');
    await turn(host, roomId, { isOn: true });
    await agree(host, roomId);
    expect(await languageOf(roomId)).toBe('en-US');
    expect(read(await agree(host, roomId, false)).isRunning).toBe(false);
    expect(await languageOf(roomId)).toBeUndefined();
    await agree(host, roomId);
    expect(await languageOf(roomId)).toBe('en-US');
  });

  it('wait for everybody on stage: a newcomer who has not agreed is not written down', async () => {
    const { host, roomId } = await rooms.goLive('dan');
    const eva = await world.person('eva');
    await rooms.join(eva, roomId);
    await operator.putOnStage(roomId, eva);
    await turn(host, roomId, { isOn: true });
    expect(read(await agree(host, roomId)).isRunning).toBe(false);
    expect(await languageOf(roomId)).toBeUndefined();
    expect(read(await agree(eva, roomId)).isRunning).toBe(true);
    expect(await languageOf(roomId)).toBe('en-US');
    const kai = await world.person('kai');
    await rooms.join(kai, roomId);
    await operator.putOnStage(roomId, kai);
    await world.settle();
    expect(await languageOf(roomId), 'with somebody who has not been asked').toBeUndefined();
    await operator.takeOffStage(roomId, kai);
    await world.settle();
    expect(await languageOf(roomId), 'when they have gone').toBe('en-US');
  });

  it('go on in the meeting that follows one that ended', async () => {
    const { host, grant, roomId } = await rooms.goLive('ivo');
    await turn(host, roomId, { isOn: true });
    await agree(host, roomId);
    await operator.deleteMeeting(grant.audio.meeting.MeetingId);
    await world.advance(5);
    const renewed = await rooms.join(host, roomId);
    expect(renewed.audio.meeting.MeetingId).not.toBe(grant.audio.meeting.MeetingId);
    await world.settle();
    expect(await languageOf(roomId)).toBe('en-US');
  });

  it('are written in the language that is wished for, and in another one when it changes', async () => {
    const { host, roomId } = await rooms.goLive('fay');
    await agree(host, roomId);
    expectRefused(await turn(host, roomId, { isOn: true, lang: 'sv' }), 400, 'invalid_field', { param: 'lang' });
    expect((await turn(host, roomId, { isOn: true, lang: 'pt' })).body).toMatchObject({ lang: 'pt', isRunning: true });
    expect(await languageOf(roomId)).toBe('pt-BR');
    expect(await rooms.seen(roomId)).toMatchObject({ areCaptionsOn: true, captionsLang: 'pt' });
    await turn(host, roomId, { isOn: true, lang: 'de' });
    expect(await languageOf(roomId)).toBe('de-DE');
  });

  it('are turned on by people on stage, and off by hosts or whoever turned them on', async () => {
    const { host, roomId } = await rooms.goLive('gus');
    const [ida, kim] = [await world.person('ida'), await world.person('kim')];
    for (const person of [ida, kim]) await rooms.join(person, roomId);
    await operator.putOnStage(roomId, ida);
    expectRefused(await turn(kim, roomId, { isOn: true }), 403, 'not_allowed_for_role');
    expectRefused(await agree(kim, roomId), 403, 'not_allowed_for_role');
    expect((await turn(host, roomId, { isOn: true })).status).toBe(200);
    expectRefused(await turn(ida, roomId, { isOn: false }), 403, 'not_allowed_for_role');
    expect((await turn(host, roomId, { isOn: false })).status).toBe(200);
    expect((await turn(ida, roomId, { isOn: true })).status).toBe(200);
    expect((await turn(ida, roomId, { isOn: false })).status).toBe(200);
    expect(storedRoom(world, roomId)?.areCaptionsOn).toBe(false);
  });

  it('are for rooms that are live', async () => {
    const { host, roomId } = await rooms.goLive('lea');
    await host.post(`/v1/rooms/${roomId}/end`);
    expectRefused(await turn(host, roomId, { isOn: true }), 409, 'room_already_ended');
    expectRefused(await agree(host, roomId), 409, 'room_already_ended');
    expectRefused(await turn(host, '0000000000000', { isOn: true }), 404, 'room_not_found');
  });

  it('cost a room that never had them no call of the media service', async () => {
    const { host, roomId } = await rooms.goLive('max');
    world.cloud.calls.clear();
    expect((await turn(host, roomId, { isOn: false })).status).toBe(200);
    expect((await agree(host, roomId)).status).toBe(200);
    expect(transcriptionCalls()).toEqual([]);
  });

  it('stay off when a start that was overtaken reaches the service after the stop', async () => {
    const { host, roomId } = await rooms.goLive('noa');
    await agree(host, roomId);
    // The minter comes later: this is about two requests.
    await world.nobody.post('/local/faults', { service: 'streams', mode: 'delay', times: 50 });
    const slow = { service: 'chime', operation: 'StartMeetingTranscription', mode: 'delay', delaySeconds: 1, times: 1 };
    await world.nobody.post('/local/faults', slow);
    const late = turn(host, roomId, { isOn: true });
    await waitUntil(() => storedRoom(world, roomId)?.areCaptionsOn === true, 'for captions to be on');
    expect((await turn(host, roomId, { isOn: false })).status).toBe(200);
    expect(transcriptionCalls().at(-1), 'the start is still under way').toBe('StopMeetingTranscription');
    expect((await late).status).toBe(200);
    expect(await languageOf(roomId)).toBeUndefined();
    await world.nobody.remove('/local/faults');
    await world.advance(60);
    expect(await languageOf(roomId), 'when the minter has looked').toBeUndefined();
  });

  it('stay set when the media service does not take the call: that is no refusal of the wish', async () => {
    const { host, roomId } = await rooms.goLive('ole');
    await agree(host, roomId);
    await world.nobody.post('/local/faults', { service: 'chime', mode: 'throttle', times: 20 });
    expect((await turn(host, roomId, { isOn: true })).body).toMatchObject({ areCaptionsOn: true, isRunning: true });
    expect(storedRoom(world, roomId)?.areCaptionsOn).toBe(true);
    await world.nobody.remove('/local/faults');
    await world.advance(5);
    expect(await languageOf(roomId), 'done by the minter').toBe('en-US');
  });
});
