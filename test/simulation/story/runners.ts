import type { LiveRoom } from '../../../domain/room.ts';
import type { PlaceRole } from '../../../domain/stage.ts';
import { type Act, type Scene, someRoom } from './acts.ts';
import type { Person } from './cast.ts';

/** A room in which people act, by the roles they have in it at that moment. */
export type Setting = { readonly scene: Scene; readonly room: LiveRoom; readonly roomId: string };

/** An act in some room that lives; nothing when there is none. */
export const inRoom =
  (act: (setting: Setting) => Promise<unknown>): Act =>
  async (scene) => {
    const roomId = someRoom(scene);
    const room = roomId && (await scene.operator.liveRoom(roomId));
    if (room) await act({ scene, room, roomId: room.id });
  };

const hosts: readonly PlaceRole[] = ['host', 'cohost'];

/** One of those who run the room as it is, or of those in it with other roles. */
export function oneOf({ scene, room }: Setting, roles: readonly PlaceRole[] = hosts): Person | undefined {
  const fitting = room.stage.filter(({ role }) => roles.includes(role)).map(({ userId }) => userId);
  const people = Object.values(scene.cast).filter(({ userId }) => fitting.includes(userId));
  return people.length > 0 ? scene.dice.pick(people) : undefined;
}

/** The same as an act of that person. */
export const byOne = (roles: readonly PlaceRole[], act: (setting: Setting, person: Person) => Promise<unknown>): Act =>
  inRoom(async (setting) => {
    const person = oneOf(setting, roles);
    if (person) await act(setting, person);
  });
export const byHosts = (act: (setting: Setting, person: Person) => Promise<unknown>): Act => byOne(hosts, act);
