import { createControlPlane } from '../../../local/audio/control/control-plane.ts';
import type { Desk } from '../../../local/audio/control/desk.ts';
import { createEventFeed } from '../../../local/audio/event-feed.ts';
import { createLifetimes } from '../../../local/audio/lifetimes.ts';
import { serviceLimits } from '../../../local/audio/limits.ts';
import type { Attendee, Connection, Meeting } from '../../../local/audio/model.ts';
import { createRegistry } from '../../../local/audio/registry.ts';
import { depart, dismiss } from '../../../local/audio/signalling/departure.ts';
import { endMeeting } from '../../../local/audio/signalling/endings.ts';
import { promote } from '../../../local/audio/signalling/promotion.ts';
import { createVoice } from '../../../local/audio/sound/voice.ts';
import type { Studio } from '../../../local/audio/studio.ts';
import type { Clock, EmitEvent, Faults, JsonObject, StandIn } from '../../../local/model.ts';
import { objectOf } from './sites.ts';

/** The media service without sound: its control plane, its rules, and clients who are connected or not. */
export type Media = {
  readonly standIn: StandIn;
  /** A client connects with a credential, and speaks with another one if it was given that; undefined when it is refused. */
  connect(joinToken: string, stageToken: string | undefined): Connection | undefined;
  /** Its own wish, or a broken line. */
  disconnect(connection: Connection, how: 'AttendeeLeft' | 'AttendeeDropped'): void;
  /** As the service does when nobody has had sound for too long. */
  end(meetingId: string, how?: { readonly isTold: boolean }): void;
  meetings(): readonly Meeting[];
  attendees(): readonly Attendee[];
  /** Living primaries by what they were made for: `<room>-<epoch>-p`, without the number of the attempt. */
  primaries(): readonly string[];
  /** Hears of every meeting that is made. */
  onMeeting(listener: () => void): void;
};

export function createMedia(options: {
  readonly clock: Clock;
  readonly emit: EmitEvent;
  readonly faults: Faults;
  readonly region: string;
  readonly accountId: string;
  /** How many attendees a replica takes; the others of the service's 250 are believed to be given to others. */
  readonly placesInReplica: number;
}): Media {
  const { clock, emit, faults, region, accountId, placesInReplica } = options;
  const registry = createRegistry();
  let isSilent = false;
  const studio: Studio = {
    clock,
    limits: serviceLimits,
    registry,
    feed: createEventFeed(clock, (...event) => (isSilent ? undefined : emit(...event)), faults),
    lifetimes: createLifetimes(clock, serviceLimits, (meeting) => endMeeting(studio, meeting)),
    mixer: silentMixer,
  };
  const signallingUrl = () => 'ws://in-process/media';
  const meetingsByToken: Desk['meetingsByToken'] = new Map();
  const listeners: (() => void)[] = [];
  const plane = createControlPlane({ studio, region, accountId, signallingUrl, meetingsByToken });
  return {
    standIn: {
      ...plane,
      async perform(call) {
        const answer = await plane.perform(call);
        if (call.operation !== 'CreateMeeting') return answer;
        for (const meeting of registry.meetings.values())
          if (meeting.primary) Object.assign(meeting, { seatLimit: placesInReplica });
        for (const hear of listeners) hear();
        return answer;
      },
    },
    connect(joinToken, stageToken) {
      const attendee = registry.attendeesByToken.get(joinToken);
      if (!attendee) return undefined;
      const connection = arrive(studio, attendee);
      if (stageToken !== undefined) promote(studio, connection, stageToken);
      return connection;
    },
    disconnect: (connection, how) => depart(studio, connection, how),
    end(meetingId, { isTold } = { isTold: true }) {
      const meeting = registry.meetings.get(meetingId);
      isSilent = !isTold;
      if (meeting) endMeeting(studio, meeting);
      isSilent = false;
    },
    meetings: () => [...registry.meetings.values()],
    attendees: () => [...registry.attendeesByToken.values()],
    primaries: () =>
      [...meetingsByToken].flatMap(([token, { body }]) =>
        /-p\d*$/.test(token) && registry.meetings.has(idOf(body)) ? [token.replace(/\d+$/, '')] : [],
      ),
    onMeeting: (listener) => void listeners.push(listener),
  };
}

const idOf = (body: JsonObject): string => String(objectOf(body['Meeting'])['MeetingId']);

const silentMixer: Studio['mixer'] = {
  arrived: () => {},
  left: () => {},
  isRunning: () => false,
  stats: () => ({ ticks: 0, late: 0, mixMilliseconds: 0, participants: 0 }),
  close: () => {},
};

/** As signalling/arrival does when sound is up; a second connection with one credential throws out the first. */
function arrive(studio: Studio, attendee: Attendee): Connection {
  const { meeting } = attendee;
  for (const other of [...meeting.connections]) if (other.attendee === attendee) dismiss(studio, other, 301);
  const connection = openConnection(attendee, meeting);
  meeting.connections.add(connection);
  studio.feed.attendee('AttendeeAuthorized', attendee);
  studio.feed.attendee('AttendeeJoined', attendee);
  if (meeting.primary === undefined) studio.lifetimes.audioChanged(meeting, true);
  return connection;
}

function openConnection(attendee: Attendee, meeting: Meeting): Connection {
  return {
    socket: toSocket({ readyState: 3, send: () => {}, close: () => {}, terminate: () => {} }),
    meeting,
    attendee,
    voice: createVoice(),
    promoted: undefined,
    earlyPromotion: undefined,
    streamId: 0,
    isMuted: false,
    isPresent: true,
    isGone: false,
    peer: undefined,
    ownMix: undefined,
  };
}

/** Nobody reads at the other end: what is written to a closed socket goes nowhere. */
const toSocket = (socket: object) => socket as Connection['socket'];
