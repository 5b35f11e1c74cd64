import type { Connection } from '../../../local/audio/model.ts';
import type { Watch } from '../checks/watch.ts';
import type { World } from '../machine/world.ts';
import type { Answer, AnswerBody, Api, Credential, Path } from './calls.ts';
import type { Cast, Person } from './cast.ts';
import type { Dice } from './dice.ts';
import type { Operator } from './operator.ts';

/** Everything the acts of a story share; `rooms` and `lines` grow as it goes. */
export type Scene = {
  readonly world: World;
  readonly api: Api;
  readonly operator: Operator;
  readonly watch: Watch;
  readonly cast: Cast;
  readonly dice: Dice;
  readonly rooms: string[];
  /** Clients that are connected, by person and room. */
  readonly lines: Map<string, Connection>;
};
export type Act = (scene: Scene) => Promise<void>;

const lineOf = (person: Person, roomId: string): string => `${person.name} ${roomId}`;

/** A room somebody speaks of; now and then one that is over. */
export const someRoom = ({ dice, rooms }: Scene): string | undefined =>
  dice.isTrue(0.7) ? rooms[0] : rooms[Math.floor(dice.chance() * rooms.length)];

/** The client of an answer: keeps its credential and, most of the time, connects with it a little later. */
function follow(scene: Scene, person: Person, roomId: string, { audio }: AnswerBody): void {
  if (!audio) return;
  connect(scene, person, roomId, { seat: audio.attendee, ...(audio.stage && { stage: audio.stage.attendee }) });
}

/** What a client was given: its seat, or the stage's own credential of who starts a room, and the one to speak with. */
export type Given = { readonly seat: Credential; readonly stage?: Credential };

/** A client that was given these connects with them a little later, most of the time. */
export function connect(scene: Scene, person: Person, roomId: string, { seat, stage }: Given): void {
  const { world, watch, dice, lines } = scene;
  watch.given(person.userId, seat.AttendeeId);
  if (stage) watch.given(person.userId, stage.AttendeeId);
  if (!dice.isTrue(0.85)) return;
  world.timeline.after(50 + dice.chance() * 1_500, 'a client connects', () => {
    const connection = world.media.connect(seat.JoinToken, stage?.JoinToken);
    if (connection) lines.set(lineOf(person, roomId), connection);
  });
}

/** Calls an operation, and once more a second later when the answer says to come again. */
export async function ask(scene: Scene, person: Person, operation: string, path: Path, body?: object): Promise<Answer> {
  const { api, dice } = scene;
  const told = body && { body };
  const answer = await api.call(person, operation, path, told);
  const isBusy = answer.status === 503 || answer.status === 0;
  if (!isBusy || !dice.isTrue(0.6)) return answer;
  await passing(scene, 1_000, 'a client comes again');
  return api.call(person, operation, path, told);
}

export const passing = ({ world }: Scene, milliseconds: number, label: string): Promise<void> =>
  new Promise((resolve) => world.timeline.after(milliseconds, label, () => resolve()));

export async function enter(scene: Scene, person: Person, roomId: string): Promise<void> {
  const answer = await ask(scene, person, 'joinRoom', { roomId });
  follow(scene, person, roomId, answer.body);
}

/** Goes live at once, or plans; a second click with the same key is the same request. */
export const create =
  (who: 'ada' | 'ben' | 'cleo' | 'dan', how: 'live' | 'planned'): Act =>
  async (scene) => {
    const { api, world, dice, cast, rooms } = scene;
    const host = cast[who];
    const startsAt = new Date(world.timeline.now() + 400_000).toISOString();
    const body = { title: `${who} speaks`, ...(how === 'planned' && { startsAt }) };
    const clicks = dice.isTrue(0.3) ? 2 : 1;
    const headers = { 'idempotency-key': `${who}-${rooms.length}-${world.timeline.now()}` };
    const click = async (): Promise<void> => {
      const answer = await api.call(host, 'createRoom', {}, { body, headers });
      const id = answer.body.room?.id;
      if (!id) return;
      if (!rooms.includes(id)) rooms.push(id);
      follow(scene, host, id, answer.body);
    };
    await Promise.all(Array.from({ length: clicks }, click));
    // A host whose client heard nothing tries again with the same key.
    if (rooms.length === 0) await click();
  };

export const start: Act = async (scene) => {
  const { cast, dice } = scene;
  const roomId = someRoom(scene);
  if (!roomId) return;
  const clicks = dice.isTrue(0.4) ? 2 : 1;
  await Promise.all(
    Array.from({ length: clicks }, async () => {
      const answer = await ask(scene, cast.ada, 'startRoom', { roomId });
      follow(scene, cast.ada, roomId, answer.body);
    }),
  );
};

/** Gets in, and has a client that never connects. */
export const joinSilently =
  (...names: readonly (keyof Cast)[]): Act =>
  async (scene) => {
    const roomId = someRoom(scene);
    if (roomId) await Promise.all(names.map((name) => ask(scene, scene.cast[name], 'joinRoom', { roomId })));
  };

/** Into the newest room. */
export const move =
  (...names: readonly (keyof Cast)[]): Act =>
  async (scene) => {
    const roomId = scene.rooms.at(-1);
    if (roomId) await Promise.all(names.map((name) => enter(scene, scene.cast[name], roomId)));
  };

/** Somebody comes, perhaps in two tabs at once. */
export const join =
  (...names: readonly (keyof Cast)[]): Act =>
  async (scene) => {
    const { cast, dice } = scene;
    const roomId = someRoom(scene);
    if (!roomId) return;
    const people = names.flatMap((name) => (dice.isTrue(0.2) ? [cast[name], cast[name]] : [cast[name]]));
    await Promise.all(people.map((person) => enter(scene, person, roomId)));
  };

export const leave =
  (name: keyof Cast): Act =>
  async (scene) => {
    const { cast, lines, world, dice } = scene;
    const roomId = someRoom(scene);
    if (!roomId) return;
    const person = cast[name];
    const connection = lines.get(lineOf(person, roomId));
    if (connection && dice.isTrue(0.8)) world.media.disconnect(connection, 'AttendeeLeft');
    await ask(scene, person, 'leaveRoom', { roomId });
  };

/** The line breaks; perhaps the client is back with the same credential some time later. */
export const drop =
  (name: keyof Cast): Act =>
  async (scene) => {
    const { cast, lines, world, dice } = scene;
    const roomId = someRoom(scene);
    const person = cast[name];
    const connection = roomId && lines.get(lineOf(person, roomId));
    if (!connection) return;
    const { joinToken } = connection.attendee;
    const stageToken = connection.promoted?.joinToken;
    world.media.disconnect(connection, dice.isTrue(0.5) ? 'AttendeeDropped' : 'AttendeeLeft');
    if (!dice.isTrue(0.6)) return;
    world.timeline.after(dice.pick([300, 5_000, 30_000, 58_000, 61_000, 90_000]), 'a client is back', () => {
      const again = world.media.connect(joinToken, stageToken);
      if (again) lines.set(lineOf(person, roomId), again);
    });
  };

export const patch: Act = async (scene) => {
  const { cast, world, dice } = scene;
  const roomId = someRoom(scene);
  if (!roomId) return;
  const startsAt = new Date(world.timeline.now() + 500_000).toISOString();
  const change = dice.pick([{ title: `title ${dice.chance()}` }, { isLocked: dice.isTrue(0.3) }, { startsAt }]);
  await ask(scene, cast.ada, 'updateRoom', { roomId }, change);
};

export const reschedule: Act = async (scene) => {
  const { cast, world, dice } = scene;
  const roomId = someRoom(scene);
  const startsAt = new Date(world.timeline.now() + 400_000 + dice.chance() * 200_000).toISOString();
  if (roomId) await ask(scene, cast.ada, 'updateRoom', { roomId }, { startsAt });
};

export const command =
  (operation: 'endRoom' | 'cancelRoom', who: keyof Cast = 'ada'): Act =>
  async (scene) => {
    const roomId = someRoom(scene);
    if (roomId) await ask(scene, scene.cast[who], operation, { roomId });
  };

export const sweep = async ({ world }: Pick<Scene, 'world'>): Promise<void> => {
  const unit = world.model.functions.find(({ name }) => name.endsWith('-sweep'));
  await world.invoke(unit?.arn ?? '', { 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} }, {});
};

/** The line breaks for good, as far as its client is concerned. */
export const cut =
  (name: keyof Cast): Act =>
  async (scene) => {
    const { cast, lines, world } = scene;
    const roomId = someRoom(scene);
    const connection = roomId && lines.get(lineOf(cast[name], roomId));
    if (connection) world.media.disconnect(connection, 'AttendeeDropped');
  };
