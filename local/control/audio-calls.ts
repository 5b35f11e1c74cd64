import * as z from 'zod/mini';
import type { JsonObject } from '../model.ts';
import type { Call } from './exchange.ts';
import { ControlRefusal, readBody } from './exchange.ts';

/** The audio service as the control plane sees it. */
export type AudioView = {
  /** Cuts the attendee's connection as a lost network would; false when there is none. */
  drop(attendeeId: string): boolean;
  /** The attendee says words; whether they were written down, undefined when the attendee is not connected. */
  say(attendeeId: string, text: string): boolean | undefined;
  /** Meetings, seats, who is heard. */
  snapshot(): JsonObject;
};

const dropSchema = z.object({ attendeeId: z.string().check(z.minLength(1)) });

/** Longer than anybody says in one breath. */
const mostCharacters = 1000;
const saySchema = z.object({
  attendeeId: z.string().check(z.minLength(1)),
  text: z.string().check(z.minLength(1), z.maxLength(mostCharacters)),
});

const notConnected = (attendeeId: string) =>
  new ControlRefusal(404, 'not_found', `attendee ${attendeeId} is not connected`, 'attendeeId');

/** Cutting a connection, saying words, and looking at meetings. */
export function audioCalls(audio: AudioView): readonly Call[] {
  return [
    { method: 'GET', path: '/local/audio', run: () => ({ body: audio.snapshot() }) },
    {
      method: 'POST',
      path: '/local/audio/drop',
      run({ body }) {
        const { attendeeId } = readBody(dropSchema, body);
        if (audio.drop(attendeeId)) return { body: {} };
        throw notConnected(attendeeId);
      },
    },
    {
      method: 'POST',
      path: '/local/audio/say',
      run({ body }) {
        const { attendeeId, text } = readBody(saySchema, body);
        const isTranscribed = audio.say(attendeeId, text);
        if (isTranscribed === undefined) throw notConnected(attendeeId);
        return { body: { isTranscribed } };
      },
    },
  ];
}
