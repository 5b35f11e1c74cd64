/** Every command in every status of a room: where it leads, whether it repeats, or why it is refused. */

import { allow, type Decision, type RefusalCode, refuse } from './refusal.ts';
import { type RoomStatus, roomStatuses } from './room.ts';

/** `to`: the next status. `same`: nothing to do, the answer is as before. Else the refusal. */
export type Outcome = { readonly to: RoomStatus } | { readonly same: RoomStatus } | { readonly refused: RefusalCode };

const to = (status: RoomStatus): Outcome => ({ to: status });
const same = (status: RoomStatus): Outcome => ({ same: status });
const refused = (code: RefusalCode): Outcome => ({ refused: code });
const over = { ended: refused('room_already_ended'), canceled: refused('room_already_ended') };
const notYet = refused('room_not_live');
/** A timer that comes late, or once more, finds nothing to do. */
const idle = { scheduled: same('scheduled'), live: same('live'), ended: same('ended'), canceled: same('canceled') };

type Row = { readonly [S in RoomStatus]: Outcome };

export const roomTransitions = {
  start: { scheduled: to('live'), live: same('live'), ...over },
  update: { scheduled: to('scheduled'), live: to('live'), ...over },
  reschedule: { scheduled: to('scheduled'), live: refused('room_already_live'), ...over },
  cancel: {
    scheduled: to('canceled'),
    live: refused('room_already_live'),
    ended: over.ended,
    canceled: same('canceled'),
  },
  end: { scheduled: notYet, live: to('ended'), ended: same('ended'), canceled: over.canceled },
  end_by_moderator: { scheduled: notYet, live: to('ended'), ended: same('ended'), canceled: over.canceled },
  change_stage: { scheduled: notYet, live: to('live'), ...over },
  lose_host: { ...idle, live: to('live') },
  host_back: { scheduled: notYet, live: to('live'), ...over },
  restart_media: { scheduled: notYet, live: to('live'), ...over },
  grace_over: { ...idle, live: to('ended') },
  too_long: { ...idle, live: to('ended') },
  no_show: { ...idle, scheduled: to('canceled') },
} as const satisfies Record<string, Row>;

export type RoomCommand = keyof typeof roomTransitions;
export const roomCommands: readonly RoomCommand[] = Object.keys(roomTransitions).filter(isCommand);

function isCommand(name: string): name is RoomCommand {
  return Object.hasOwn(roomTransitions, name);
}

/** The statuses in which a command changes the room: the condition of its write. */
export function priorStates(command: RoomCommand): readonly RoomStatus[] {
  return roomStatuses.filter((status) => 'to' in roomTransitions[command][status]);
}

/** Whether a command does anything now: `change`, or `repeat` when it has been done already. */
export function transition(status: RoomStatus, command: RoomCommand): Decision<'change' | 'repeat'> {
  const outcome: Outcome = roomTransitions[command][status];
  if ('refused' in outcome) return refuse(outcome.refused);
  return allow('to' in outcome ? 'change' : 'repeat');
}
