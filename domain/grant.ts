/** What a person needs to be in a room: the room, the role, and the media service's own objects for the client. */

import type { Label } from './admission.ts';
import type { Role } from './permissions.ts';
import type { RealtimeGrant } from './realtime.ts';
import type { RoomMeeting } from './room.ts';
import type { RoomView } from './room-view.ts';
import type { Attendee } from './seat.ts';

type Media = Readonly<Record<string, unknown>>;
export type Connection = { readonly meeting: Media; readonly attendee: Attendee };

/** The starting host sits on the stage; everybody else in the audience, and who is on stage promotes with `stage`. */
export type Audio =
  | ({ readonly kind: 'stage' } & Connection)
  | ({ readonly kind: 'audience'; readonly stage?: Connection } & Connection);

export type JoinGrant = {
  readonly room: RoomView;
  readonly role: Role;
  readonly labels: readonly Label[];
  readonly audio: Audio;
  readonly realtime: RealtimeGrant;
};

export function connectionTo(meeting: RoomMeeting, attendee: Attendee): Connection {
  return { meeting: meeting.media, attendee };
}
