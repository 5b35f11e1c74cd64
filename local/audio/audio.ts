import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock, EmitEvent, Faults, JsonObject, StandIn } from '../model.ts';
import { createControlPlane } from './control/control-plane.ts';
import { createEventFeed } from './event-feed.ts';
import { createLifetimes } from './lifetimes.ts';
import { type Limits, serviceLimits } from './limits.ts';
import type { Connection } from './model.ts';
import { createRegistry } from './registry.ts';
import { createDoor } from './signalling/door.ts';
import { endMeeting } from './signalling/endings.ts';
import { loadPeers } from './signalling/peer-opening.ts';
import { transcribe } from './signalling/transcripts.ts';
import { takeSnapshot } from './snapshot.ts';
import { createMixer } from './sound/mixer.ts';
import type { Studio } from './studio.ts';

export type AudioOptions = {
  readonly clock: Clock;
  readonly emit: EmitEvent;
  readonly faults?: Faults;
  /** Where clients find the signalling socket, e.g. `ws://localhost:4000/media`; asked at every call, when the port is known. */
  readonly signallingUrl: () => string;
  readonly region: string;
  readonly accountId: string;
  readonly limits?: Partial<Limits>;
};

/** The local audio service: meetings API, client signalling and mixer. */
export type Audio = {
  readonly standIn: StandIn;
  /** True when the path is ours (`/media/…`); the socket is then taken. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Cuts the attendee's sockets as a broken network would; false when it has none. */
  drop(attendeeId: string): boolean;
  /**
   * The attendee says words, in text. They are written down if the meeting is transcribed and the attendee heard; undefined
   * when nobody is connected by this attendee.
   */
  say(attendeeId: string, text: string): boolean | undefined;
  /** Meetings, seats, who is heard, and the mixer's counters. */
  snapshot(): JsonObject;
  /** Nobody has sound, so nothing ticks. */
  idle(): boolean;
  /** Loads the WebRTC library ahead of the first join, 170 to 320 ms of this thread. */
  warm(): Promise<void>;
  close(): Promise<void>;
};

export function createAudio(options: AudioOptions): Audio {
  const studio = openStudio(options);
  const { registry, mixer, lifetimes } = studio;
  const door = createDoor(studio);
  const { region, accountId, signallingUrl } = options;
  return {
    standIn: createControlPlane({ studio, region, accountId, signallingUrl, meetingsByToken: new Map() }),
    upgrade: door.open,
    drop: (attendeeId) => dropAttendee(studio, attendeeId),
    say(attendeeId, text) {
      const [speaking] = connectionsOf(studio, attendeeId);
      return speaking && transcribe(studio, speaking, text);
    },
    snapshot: () => takeSnapshot(studio),
    idle: () => !mixer.isRunning(),
    async warm() {
      const { prepareCertificate } = await loadPeers();
      await prepareCertificate();
    },
    async close() {
      mixer.close();
      for (const meeting of registry.meetings.values()) {
        lifetimes.forget(meeting);
        for (const connection of meeting.connections) {
          // Nothing is told any more: the bus may be closed already.
          connection.isGone = true;
          connection.peer?.close();
        }
      }
      registry.meetings.clear();
      registry.attendeesByToken.clear();
      door.close();
    },
  };
}

function openStudio(options: AudioOptions): Studio {
  const { clock, emit, faults } = options;
  const limits: Limits = { ...serviceLimits, ...options.limits };
  const registry = createRegistry();
  const studio: Studio = {
    clock,
    limits,
    registry,
    feed: createEventFeed(clock, emit, faults),
    lifetimes: createLifetimes(clock, limits, (meeting) => endMeeting(studio, meeting)),
    mixer: createMixer(registry.meetings, clock),
  };
  return studio;
}

function dropAttendee(studio: Studio, attendeeId: string): boolean {
  const dropped = connectionsOf(studio, attendeeId);
  for (const { socket } of dropped) socket.terminate();
  return dropped.length > 0;
}

/** Those that came with the attendee's seat, or speak by its credential of the stage. */
function connectionsOf({ registry }: Studio, attendeeId: string): readonly Connection[] {
  const connections = [...registry.meetings.values()].flatMap((meeting) => [...meeting.connections]);
  return connections.filter(({ attendee, promoted }) => attendee.id === attendeeId || promoted?.id === attendeeId);
}
