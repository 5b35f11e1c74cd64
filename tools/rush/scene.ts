import type { Answer, Gateway, Person } from './gateway.ts';
import type { StockWatch } from './stock-watch.ts';
import type { Tally } from './tally.ts';
import type { RushWorld } from './world.ts';

/** What everybody in a rush shares. */
export type Scene = {
  readonly world: RushWorld;
  readonly gateway: Gateway;
  readonly stock: StockWatch;
  readonly tally: Tally;
  readonly roomId: string;
  readonly doorsAt: number;
  readonly chance: () => number;
  /** Nobody waits for anything any more. */
  isOver(): boolean;
};

export const pause = ({ world }: Pick<Scene, 'world'>, milliseconds: number): Promise<void> =>
  new Promise((resolve) => world.timeline.after(milliseconds, 'somebody goes on', () => resolve()));

/** Half of it less, up to half of it more. */
export const about = ({ chance }: Scene, seconds: number): number => seconds * 1_000 * (0.5 + chance());

/** The flag in an environment is a second old at the most, and the look it comes from took its time as well. */
const flagMilliseconds = 1_000;
const lookMilliseconds = 1_000;

/** Asks for a ticket, and looks whether what is answered is true. */
export async function askForTicket(scene: Scene, person: Person): Promise<Answer> {
  const { gateway, roomId, tally } = scene;
  const answer = await gateway.call(person, 'buyTicket', { roomId, body: {} });
  tally.add(`buy ${answer.status} ${answer.code}`.trim());
  if (answer.status !== 429) tally.reach('longest buy', answer.took);
  if (answer.code === 'sold_out') hearSoldOut(scene, answer);
  else checkThatSoldOutIsSaid(scene, answer);
  return answer;
}

function hearSoldOut({ world, stock, tally }: Scene, { askedAt, took }: Answer): void {
  const now = world.timeline.now();
  tally.add('sold out');
  tally.reach('first sold out', -now);
  if (stock.free() > 0) tally.add('sold out in the second after places came back');
  if (!stock.wereAllEmptySince(askedAt - flagMilliseconds - lookMilliseconds)) tally.complain('a false sold_out');
  if (took > 1_000) tally.complain('a sold_out that took more than a second');
  tally.reach('longest sold out', took);
}

/** A second after the last place was taken, and as long as none came back, there is one answer to whoever has no ticket. */
function checkThatSoldOutIsSaid({ stock, tally, world }: Scene, { status, askedAt }: Answer): void {
  if (status === 429 || status === 201) return;
  const [soldOutAt, backAt] = [stock.soldOutAt(), stock.backAt()];
  if (soldOutAt === undefined || askedAt <= soldOutAt + 1_000) return;
  if (backAt === undefined || world.timeline.now() < backAt)
    tally.complain(`${status} a second after the last place was taken`);
}
