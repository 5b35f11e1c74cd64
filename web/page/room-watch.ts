import type { People, Profile, Room } from '../api/types.ts';
import { type Feed, openFeed } from '../realtime/feed.ts';
import type { Frame, RealtimeGrant } from '../realtime/grant.ts';
import { createWait, type Parts, type Wait } from '../realtime/parts.ts';
import { isOver, isStranger, type Seen, withFrame } from './seen-room.ts';
import { createStore, type Store, type Watched } from './store.ts';

export type Shown = {
  readonly value?: Seen;
  readonly error?: unknown;
  /** Inside, but not told for a while: what is shown may be some seconds old. */
  readonly isLate?: boolean;
};

/** Keeps what a page shows of a room true: by what is told once the person is inside, else by asking. */
export type RoomWatch = {
  readonly shown: Watched<Shown>;
  /** Listens from now on with that token. `renew` is as of a feed. */
  listen(grant: RealtimeGrant, renew: () => Promise<RealtimeGrant | undefined>): void;
  /** Something may have happened that was not told: reads soon. */
  catchUp(): void;
  /** The page is looked at again: asks, if it was time meanwhile. */
  wake(): void;
  close(): void;
};

export type WatchOptions = {
  readonly parts: Parts;
  readonly api: { room(roomId: string): Promise<Room>; people(roomId: string): Promise<People> };
  readonly roomId: string;
  readonly me: Profile;
  isHidden(): boolean;
  /** Everything that is told to the person. */
  onFrame?(frame: Frame): void;
  /** Reads what else may have been told unheard, with every reading of somebody inside. */
  alsoRead?(): Promise<unknown>;
};

type Inside = {
  readonly options: WatchOptions;
  readonly shown: Store<Shown>;
  readonly turn: Wait;
  /** What was told while a reading was under way, which may be older. */
  readonly toldMeanwhile: Set<Frame[]>;
  feed: Feed | undefined;
  /** Readings begun, and the youngest of them that is shown. */
  begun: number;
  youngest: number;
  isDue: boolean;
  isClosed: boolean;
};

/** From outside nothing is told. */
const outsideSeconds = 4;
/** When nothing is heard though it should be: rarely, since it may be so for a whole crowd. */
const fallbackSeconds = 15;

export function watchRoom(options: WatchOptions): RoomWatch {
  const shown = createStore<Shown>({});
  const watch: Inside = {
    options,
    shown,
    turn: createWait(options.parts),
    toldMeanwhile: new Set(),
    feed: undefined,
    begun: 0,
    youngest: 0,
    isDue: false,
    isClosed: false,
  };
  void round(watch);
  return {
    shown,
    listen: (grant, renew) => listen(watch, grant, renew),
    catchUp() {
      if (isTold(watch)) watch.feed?.heal();
      else void round(watch);
    },
    wake() {
      if (watch.isDue) void round(watch);
    },
    close() {
      watch.isClosed = true;
      watch.turn.cancel();
      hangUp(watch);
    },
  };
}

const isTold = ({ feed }: Inside): boolean => feed?.state() === 'listening';

async function round(watch: Inside): Promise<void> {
  watch.turn.cancel();
  watch.isDue = false;
  await read(watch).catch(() => undefined);
  plan(watch);
}

/** The next round of asking, if asking is how this page learns of things. The pause varies, so that many do not ask in step. */
function plan(watch: Inside): void {
  const { options, shown, feed, turn } = watch;
  const { value } = shown.get();
  turn.cancel();
  if (watch.isClosed || isTold(watch) || (value && isOver(value))) return;
  const seconds = feed ? fallbackSeconds : outsideSeconds;
  turn.set(seconds * 1000 * (0.75 + options.parts.random() / 2), () => {
    if (feed) setLate(watch, true);
    if (options.isHidden()) watch.isDue = true;
    else void round(watch);
  });
}

/** Throws what the API throws, and shows it. */
async function read(watch: Inside): Promise<void> {
  const { shown, toldMeanwhile } = watch;
  const told: Frame[] = [];
  watch.begun += 1;
  const mine = watch.begun;
  toldMeanwhile.add(told);
  const also = watch.feed && watch.options.alsoRead?.();
  also?.catch(() => undefined);
  try {
    const value = await ask(watch.options);
    if (watch.isClosed || mine < watch.youngest) return;
    watch.youngest = mine;
    show(
      watch,
      told.reduce<Seen>((seen, frame) => withFrame(seen, frame, [watch.options.me]), value),
    );
    await also;
  } catch (error) {
    if (!watch.isClosed) shown.set({ ...shown.get(), error });
    throw error;
  } finally {
    toldMeanwhile.delete(told);
  }
}

async function ask({ api, roomId }: WatchOptions): Promise<Seen> {
  const room = await api.room(roomId);
  return { room, people: room.status === 'live' ? await api.people(roomId) : undefined };
}

function setLate({ shown }: Inside, isLate: boolean): void {
  if ((shown.get().isLate ?? false) !== isLate) shown.set({ ...shown.get(), isLate });
}

function show(watch: Inside, value: Seen): void {
  const { isLate = false } = watch.shown.get();
  watch.shown.set({ value, isLate });
  if (isOver(value)) hangUp(watch);
}

function listen(watch: Inside, grant: RealtimeGrant, renew: () => Promise<RealtimeGrant | undefined>): void {
  const { options, shown, feed } = watch;
  const { value } = shown.get();
  if (watch.isClosed || (value && isOver(value))) return;
  feed?.replace(grant);
  watch.feed ??= openFeed({
    parts: options.parts,
    grant,
    renew,
    read: () => read(watch),
    onFrame: (frame) => hear(watch, frame),
    onState(state) {
      if (state === 'listening') setLate(watch, false);
      plan(watch);
    },
    audience: () => shown.get().value?.room.participantCount ?? 0,
  });
  plan(watch);
}

function hear(watch: Inside, frame: Frame): void {
  const { options, shown, toldMeanwhile, feed } = watch;
  for (const told of toldMeanwhile) told.push(frame);
  options.onFrame?.(frame);
  const { value } = shown.get();
  if (!value) return;
  if (isStranger(value, frame, [options.me])) feed?.heal();
  show(watch, withFrame(value, frame, [options.me]));
}

function hangUp(watch: Inside): void {
  const { feed } = watch;
  watch.feed = undefined;
  feed?.close();
}
