import * as z from 'zod/mini';
import type { JsonObject } from '../model.ts';
import type { Call } from './exchange.ts';
import { ControlRefusal, readBody } from './exchange.ts';

/** The audio service as the control plane sees it. */
export type AudioView = {
  /** Cuts the attendee's connection as a lost network would; false when there is none. */
  drop(attendeeId: string): boolean;
  /** Meetings, seats, who is heard. */
  snapshot(): JsonObject;
};

const dropSchema = z.object({ attendeeId: z.string().check(z.minLength(1)) });

/** Cutting a connection, and looking at meetings. */
export function audioCalls(audio: AudioView): readonly Call[] {
  return [
    { method: 'GET', path: '/local/audio', run: () => ({ body: audio.snapshot() }) },
    {
      method: 'POST',
      path: '/local/audio/drop',
      run({ body }) {
        const { attendeeId } = readBody(dropSchema, body);
        if (audio.drop(attendeeId)) return { body: {} };
        throw new ControlRefusal(404, 'not_found', `attendee ${attendeeId} is not connected`, 'attendeeId');
      },
    },
  ];
}
