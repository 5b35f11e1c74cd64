import type { Clock } from '../../model.ts';
import type { Attendee, Capabilities, Meeting } from '../model.ts';
import { audienceOf, homeOf, speaksAs } from '../sound/floor.ts';
import { clearVoice } from '../sound/voice.ts';
import { announceMute } from './roster.ts';

/** In force at once: what waits in the jitter queue was said under the old capability and must not be heard any more. */
export function applyCapabilities(
  meeting: Meeting,
  attendees: readonly Attendee[],
  capabilities: Capabilities,
  clock: Clock,
): void {
  const changed = new Set(attendees);
  for (const attendee of attendees) attendee.capabilities = capabilities;
  for (const connection of audienceOf(homeOf(meeting))) {
    if (!changed.has(speaksAs(connection))) continue;
    clearVoice(connection.voice);
    announceMute(connection, clock);
  }
}
