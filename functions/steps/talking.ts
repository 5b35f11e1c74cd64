import type { Standing } from '../../adapters/dynamodb/standing.ts';
import { type Role, rolesOf } from '../../domain/permissions.ts';
import { mayAct } from '../../domain/person.ts';
import type { Room } from '../../domain/room.ts';
import { currentState } from '../../domain/room-clock.ts';
import type { Acting } from '../../domain/stage-commands.ts';
import { actorOf, type User } from '../runtime/caller.ts';
import type { Surroundings } from '../runtime/context.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { ensureSameAccount } from './person.ts';

/** Somebody who does something in a room's conversation. Who is in a room has a profile; moderators may have none. */
export type Talker = { readonly room: Room; readonly acting: Acting };

/** Refused: rooms that never were, other sign-in accounts, suspended people. */
export function talkerOf(context: Surroundings, caller: User, { room, member, profile }: Standing): Talker {
  if (!room) return stop('room_not_found', { param: 'roomId' });
  ensureSameAccount(profile, caller);
  const now = context.now();
  if (profile) ensure(mayAct(profile, now));
  const acting = {
    actor: actorOf(caller),
    isListening: member?.state === 'joined',
    now,
    policy: context.config.policy,
  };
  return { room, acting };
}

/** What the talker is in the room as it is now, over or not. */
export function heldRoles({ room, acting }: Talker): readonly Role[] {
  const { actor, isListening, now, policy } = acting;
  return rolesOf(currentState(room, now, policy), actor, isListening);
}
