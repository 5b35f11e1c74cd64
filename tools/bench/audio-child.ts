/** The local audio service in a process of its own: its CPU time is then nobody else's. Ends with its parent. */
import { createServer } from 'node:http';
import { createAudio } from '../../local/audio/audio.ts';
import { createClock } from '../../local/clock/clock.ts';
import type { Json, JsonObject } from '../../local/model.ts';
import type { AudioRoom, Order } from './audio-server.ts';

const server = createServer();
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
const port = typeof address === 'object' && address !== null ? address.port : 0;
const audio = createAudio({
  clock: createClock(),
  emit: () => undefined,
  signallingUrl: () => `ws://127.0.0.1:${port}/media`,
  region: 'us-east-1',
  accountId: '000000000000',
});
server.on('upgrade', (request, socket, head) => {
  if (!audio.upgrade(request, socket, head)) socket.destroy();
});
await audio.warm();

const principal = { keyId: 'bench', isOperator: true };
const mayListen = { Audio: 'Receive', Video: 'None', Content: 'None' };
const maySpeak = { ...mayListen, Audio: 'SendReceive' };
const soundOnly = { Video: { MaxResolution: 'None' }, Content: { MaxResolution: 'None' } };

async function perform(operation: string, input: JsonObject): Promise<JsonObject> {
  return (await audio.standIn.perform({ operation, input, principal, cause: {} })).body ?? {};
}

async function openMeeting(name: string, primary: JsonObject = {}) {
  const wish = { ClientRequestToken: name, ExternalMeetingId: name, MediaRegion: 'us-east-1', ...primary };
  const { Meeting } = await perform('CreateMeeting', { ...wish, MeetingFeatures: soundOnly });
  return readMeeting(Meeting);
}

async function takeSeats(Meeting: ReturnType<typeof readMeeting>, names: readonly string[], Capabilities: JsonObject) {
  const Attendees = names.map((ExternalUserId) => ({ ExternalUserId, Capabilities }));
  const answer = await perform('BatchCreateAttendee', { MeetingId: Meeting.MeetingId, Attendees });
  return readAttendees(answer['Attendees']).map((Attendee) => ({ Meeting, Attendee }));
}

const named = (word: string, count: number) => Array.from({ length: count }, (_, at) => `${word}-${at}`);

/** A primary with its stage and a replica with its audience, as a room has them. */
async function openRoom(speakers: number, listeners: number): Promise<AudioRoom> {
  const primary = await openMeeting('primary');
  const replica = await openMeeting('replica', { PrimaryMeetingId: primary.MeetingId });
  return {
    speakers: await takeSeats(primary, named('speaker', speakers), maySpeak),
    listeners: await takeSeats(replica, named('listener', listeners), mayListen),
  };
}

async function obey(order: Order): Promise<object> {
  if (order.kind === 'open') return openRoom(order.speakers, order.listeners);
  const { user, system } = process.cpuUsage();
  return { cpuMilliseconds: (user + system) / 1000, at: performance.now() };
}

const readMeeting = (meeting: Json | undefined) => meeting as { readonly MeetingId: string };
const readAttendees = (list: Json | undefined) => list as { readonly AttendeeId: string }[];
const readOrder = (message: unknown) => message as Order;

process.on('message', (message) => void obey(readOrder(message)).then((told) => process.send?.(told)));
process.once('disconnect', () => process.exit(0));
process.send?.({});
