import type { Api } from '../api/api.ts';
import type { Config, People, Profile, Role, Room } from '../api/types.ts';
import type { Company } from '../page/company.ts';

/** What the parts of a room's screen work with. */
export type RoomSide = {
  readonly api: Api;
  readonly config: Config;
  readonly company: Company;
  readonly room: Room;
  readonly people: People | undefined;
  readonly me: Profile;
  readonly role: Role;
  /** Connected, and told what happens. */
  readonly isInside: boolean;
  /** Opens what one can do about somebody. */
  readonly onPerson: (userId: string) => void;
};

/** Somebody by id, as far as the room's readings know them. */
export const knownPerson = ({ people, me }: Pick<RoomSide, 'people' | 'me'>, userId: string): Profile | undefined =>
  userId === me.id ? me : people?.data.find((place) => place.userId === userId)?.user;
