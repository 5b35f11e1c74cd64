import { members } from '../../../adapters/dynamodb/members.ts';
import { profiles } from '../../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../../adapters/dynamodb/rooms.ts';
import { leaveRoom } from '../../../functions/rooms/leave-room.ts';
import { createContext } from '../../../functions/runtime/context.ts';
import { answerOf } from '../../../functions/runtime/http-edge.ts';
import { claimsOf, type Person } from './cast.ts';

const silent = { answered: () => {}, worked: () => {}, refused: () => {}, fault: () => {} };

/**
 * The operation without its wrapper: that would verify the person's token by the machine's own cryptography, on threads that
 * no timeline orders.
 */
export async function leaveAs(person: Person, roomId: string, requestId: string): Promise<unknown> {
  const { iss: issuer, sub } = claimsOf(person);
  const context = createContext({ members, profiles, rooms }, { id: requestId });
  try {
    const user = { kind: 'user', userId: person.userId, issuer, sub, roles: [] } as const;
    return { statusCode: 200, body: JSON.stringify(await leaveRoom(context, user, { roomId })) };
  } catch (error) {
    return answerOf(error, requestId, silent);
  }
}
