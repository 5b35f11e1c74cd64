import { DeleteAttendeeCommand, DeleteMeetingCommand } from '@aws-sdk/client-chime-sdk-meetings';
import { afterEach, describe, expect, test } from 'vitest';
import type { FaultMode, Faults } from '../../local/model.ts';
import { waitUntil } from '../synthetic-client.ts';
import { enter, openMeeting, takeSeat } from './audio-room.ts';
import { type AudioService, startAudioService } from './audio-service.ts';

let service: AudioService;
afterEach(() => service.close());

const eventTypes = () => service.events.map(({ detail }) => detail['eventType']);

/** Gives out each mode once, to the first event of its type. */
function faultsFor(wanted: Readonly<Record<string, FaultMode>>): Faults {
  const left = new Map(Object.entries(wanted));
  return {
    take(serviceName, operation, modes) {
      const mode = left.get(operation);
      if (serviceName !== 'chime' || mode === undefined || !modes.includes(mode)) return undefined;
      left.delete(operation);
      return mode;
    },
    add: () => undefined,
    clear: () => left.clear(),
  };
}

describe('events of the audio service', () => {
  test('a stay tells its steps in order, with the network but without the room’s name', async () => {
    service = await startAudioService();
    const meeting = await openMeeting(service);
    const ann = await enter(service, meeting);
    ann.client.leave();
    await waitUntil(() => eventTypes().includes('chime:AttendeeLeft'), 'for the leave event');
    const names = ['MeetingStarted', 'AttendeeAdded', 'AttendeeAuthorized', 'AttendeeJoined', 'AttendeeLeft'];
    expect(eventTypes()).toEqual(names.map((name) => `chime:${name}`));
    const joined = service.events[3]?.detail;
    expect(Object.keys(joined ?? {}).sort()).toEqual([
      'attendeeId',
      'eventType',
      'externalUserId',
      'mediaRegion',
      'meetingId',
      'networkType',
      'timestamp',
      'version',
    ]);
    expect(joined).toMatchObject({ networkType: 'Voip', attendeeId: ann.id, version: '0' });
    expect(service.events[0]?.detail).toMatchObject({ externalMeetingId: meeting.ExternalMeetingId });
    expect(service.events[0]?.cause).toEqual({ requestId: 'request-1' });
  });

  test('a broken socket is a drop, and the times of one attendee only ever grow', async () => {
    service = await startAudioService();
    const ann = await enter(service, await openMeeting(service));
    ann.client.dropSocket();
    await waitUntil(() => ann.client.reconnections() === 1, 'for the reconnection');
    const own = service.events.filter(({ detail }) => detail['attendeeId'] === ann.id);
    const names = ['Added', 'Authorized', 'Joined', 'Dropped', 'Authorized', 'Joined'];
    expect(own.map(({ detail }) => detail['eventType'])).toEqual(names.map((name) => `chime:Attendee${name}`));
    const times = own.map(({ detail }) => Number(detail['timestamp']));
    expect(new Set(times).size).toBe(times.length);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
  });

  test('deleting a seat and a meeting is told too', async () => {
    service = await startAudioService();
    const meeting = await openMeeting(service);
    const { Attendee } = await takeSeat(service, meeting, 'ann');
    const { MeetingId } = meeting;
    await service.client.send(new DeleteAttendeeCommand({ MeetingId, AttendeeId: Attendee.AttendeeId }));
    await service.client.send(new DeleteMeetingCommand({ MeetingId }));
    expect(eventTypes().slice(-2)).toEqual(['chime:AttendeeDeleted', 'chime:MeetingEnded']);
  });

  test('events come twice, not at all or late when faults ask for it', async () => {
    const faults = faultsFor({
      'chime:MeetingStarted': 'duplicate',
      'chime:AttendeeAdded': 'drop',
      'chime:AttendeeDeleted': 'delay',
    });
    service = await startAudioService({ faults });
    const meeting = await openMeeting(service);
    const { Attendee } = await takeSeat(service, meeting, 'ann');
    const { MeetingId } = meeting;
    await service.client.send(new DeleteAttendeeCommand({ MeetingId, AttendeeId: Attendee.AttendeeId }));
    await service.client.send(new DeleteMeetingCommand({ MeetingId }));
    expect(eventTypes()).toEqual(['chime:MeetingStarted', 'chime:MeetingStarted', 'chime:MeetingEnded']);
    await service.clock.advance(30_000);
    expect(eventTypes().at(-1)).toBe('chime:AttendeeDeleted');
  });

  test('a reordered event comes after the next one, or by itself when nothing follows', async () => {
    const faults = faultsFor({ 'chime:MeetingStarted': 'reorder', 'chime:MeetingEnded': 'reorder' });
    service = await startAudioService({ faults });
    const meeting = await openMeeting(service);
    await takeSeat(service, meeting, 'ann');
    expect(eventTypes()).toEqual(['chime:AttendeeAdded', 'chime:MeetingStarted']);
    await service.client.send(new DeleteMeetingCommand({ MeetingId: meeting.MeetingId }));
    expect(eventTypes()).toHaveLength(2);
    await service.clock.advance(30_000);
    expect(eventTypes().at(-1)).toBe('chime:MeetingEnded');
  });
});
