import type { audio } from '../../adapters/audio.ts';
import type { captionsAudio } from '../../adapters/captions-audio.ts';
import type { members } from '../../adapters/dynamodb/members.ts';
import type { pools } from '../../adapters/dynamodb/pools.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { seats } from '../../adapters/dynamodb/seats.ts';
import { freeShardCount } from '../../adapters/dynamodb/table.ts';
import { ranks, type Work, type works } from '../../adapters/dynamodb/works.ts';
import type { stageAudio } from '../../adapters/stage-audio.ts';
import { evenPlaces, type FreePlace, type MintStep, planMinting, seatsToRecycle } from '../../domain/minting.ts';
import type { LiveRoom } from '../../domain/room.ts';
import { type Member, type Replica, seatExternalId } from '../../domain/seat.ts';
import { wantedCapability } from '../../domain/stage.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { measure, noteRoom } from '../runtime/notes.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { withCaptionsSettled } from './captions-settling.ts';
import { completeStage } from './promotion.ts';
import { settleStage } from './stage-settling.ts';

type Context = ContextOf<{
  audio: typeof audio;
  captionsAudio: typeof captionsAudio;
  members: typeof members;
  pools: typeof pools;
  rooms: typeof rooms;
  seats: typeof seats;
  stageAudio: typeof stageAudio;
  works: typeof works;
}>;

const listening = wantedCapability({ role: 'listener', isMuted: false, isMutedAll: false });
/** 8 requests/s of the service's 10 (Chime SDK, per operation and account). */
const paceMilliseconds = 125;
let nextRequestAt = 0;

/** Waits for the next request's turn; of one process, since there is one minter. */
async function pace(): Promise<void> {
  const waitMilliseconds = nextRequestAt - performance.now();
  if (waitMilliseconds > 0) await new Promise((resolve) => setTimeout(resolve, waitMilliseconds));
  nextRequestAt = performance.now() + paceMilliseconds;
}
/** Seats taken back before new ones are made of them: a second's deletions, so that nobody waits for all of them. */
const mostTakenBack = 10;

/** Does one work of the list; what the media service does not take now is refused, and the work stands. */
export async function doWork(context: Context, work: Work): Promise<void> {
  const { roomId, epoch } = work;
  noteRoom(roomId);
  const room = await context.rooms.find(roomId);
  // Ordered for an epoch, or a room, that is over by now: its meetings are gone, and every attendee with them.
  const live = room?.status === 'live' && room.epoch === epoch ? room : undefined;
  if (work.kind === 'stage' && live) await repairStage(context, live);
  if (work.kind === 'stage') return context.works.done(work);
  if (work.kind === 'kick') return live ? buryAttendee(context, work) : context.seats.forgotten(work.workId);
  if (!live || (await fillPool(context, live, work)) === 'filled') await context.works.done(work);
}

const repairStage = (context: Context, room: LiveRoom): Promise<void> =>
  withCaptionsSettled(context, room, async () => settleStage(context, await completeStage(context, room)));

async function buryAttendee(context: Context, work: Work): Promise<void> {
  const { meetingId = '', attendeeId = '' } = work;
  await pace();
  ensure(await context.audio.deleteAttendee(meetingId, attendeeId));
  await context.seats.buried(work, isoOf(context.now()));
}

/** One pool while it is filled: what it had, and what came of it. */
type Filling = {
  readonly room: LiveRoom;
  readonly at: string;
  readonly standing: Map<number, Replica>;
  readonly left: readonly Member[];
  readonly free: FreePlace[];
  minted: number;
  takenBack: number;
  /** The meeting is over: what the room needs now is a new epoch, and a new order comes with it. */
  isOver: boolean;
};

/**
 * Fills the room's pool by the plan of its present state, and notes when every place is taken. A large pool takes seconds:
 * what is more urgent is done in between, and the pool planned anew.
 */
async function fillPool(context: Context, room: LiveRoom, work: Work): Promise<'filled' | 'overtaken'> {
  const { id: roomId, epoch } = room;
  const { joinsInFlight, waiting, rank } = work;
  const { replicaBudget } = context.config;
  const at = isoOf(context.now());
  const [replicas, free, leavers, isRefillOrdered] = await Promise.all([
    context.pools.replicas(roomId, epoch, replicaBudget),
    context.pools.freePlaces(roomId, epoch),
    context.seats.leavers(roomId, epoch, 100),
    context.works.isOrdered(roomId, epoch, ranks.refill),
  ]);
  // Seats are being taken back already, and this is not yet the order to fill their places.
  const isComing = isRefillOrdered && rank !== ranks.refill;
  const left = isComing ? [] : seatsToRecycle(leavers, epoch, leavers.length);
  const spareSeats = free.length - waiting;
  const pool = { replicas, freeSeats: spareSeats, leftSeats: left.length, joinsInFlight, replicaBudget };
  const plan = planMinting(pool);
  const standing = new Map(replicas.map((replica) => [replica.replica, replica]));
  const filling: Filling = { room, at, standing, left, free: [...free], minted: 0, takenBack: 0, isOver: false };
  for (const step of plan) {
    if (filling.isOver) break;
    if (step !== plan[0] && (await isOvertaken(context, work))) return 'overtaken';
    await doStep(context, filling, step);
  }
  const { takenBack, minted, isOver } = filling;
  if (takenBack > 0) await context.works.orderPool({ roomId, epoch, rank: ranks.refill, at, joinsInFlight });
  const isFull = free.length + minted + takenBack === 0 && !isComing && !isOver;
  if (minted === 0) await context.seats.noteFilled(roomId, at, isFull);
  return 'filled';
}

/** Somebody is to be out of a room, or cannot get into theirs, while seats are made ahead here. Half a read unit. */
async function isOvertaken({ works }: Context, { workId, rank }: Work): Promise<boolean> {
  const head = await works.next();
  return head !== undefined && head.workId !== workId && head.rank < rank;
}

async function doStep(context: Context, filling: Filling, step: MintStep): Promise<void> {
  if (step.kind === 'recycle') return takeBack(context, filling, Math.min(step.count, mostTakenBack));
  await pace();
  if (step.kind === 'open_replica') await openReplica(context, filling, step.replica);
  else await mint(context, filling, step.replica, step.count);
}

/** The deaths of the seats are ordered; the places they leave are filled when they are done. */
async function takeBack(context: Context, filling: Filling, count: number): Promise<void> {
  for (const member of filling.left) {
    if (filling.takenBack >= count) return;
    if (member.seat && (await context.seats.takeBack(member, member.seat))) filling.takenBack += 1;
  }
}

async function openReplica(context: Context, filling: Filling, number: number): Promise<void> {
  const { id: roomId, epoch, mediaRegion, meeting: primary } = filling.room;
  const token = `${roomId}-${epoch}-r${number}`;
  const meeting = ensure(await context.audio.createReplica({ token, mediaRegion, roomId }, primary.id));
  const replica = meeting && { roomId, epoch, replica: number, meeting, existingSeats: 0, mintedSeats: 0 };
  if (replica && (await context.pools.open(replica))) filling.standing.set(number, replica);
  else filling.isOver = true;
}

/** Seats are named by their number, so that whoever makes them again after a crash makes the same ones. */
async function mint(context: Context, filling: Filling, number: number, count: number): Promise<void> {
  const replica = filling.standing.get(number);
  if (!replica) return;
  const names = Array.from({ length: count }, (_, at) => seatName(context, replica, replica.mintedSeats + at));
  const attendees = ensure(await context.audio.createSeats(replica.meeting.id, names, listening));
  const places = evenPlaces(filling.free, freeShardCount, count, () => context.pick(2 ** 32) / 2 ** 32);
  filling.free.push(...places);
  const minted = attendees ? await context.pools.add(replica, names, attendees, places) : 0;
  if (!attendees) filling.isOver = true;
  filling.minted += minted;
  measure('SeatsMinted', minted);
  // Whoever waits need not wait for the rest.
  if (filling.minted > 0) await context.seats.noteFilled(replica.roomId, filling.at, false);
  filling.standing.set(number, { ...replica, mintedSeats: replica.mintedSeats + count });
}

function seatName(context: Context, { roomId, epoch, replica }: Replica, number: number): string {
  const digest = Buffer.from(context.digest(`${roomId}|${epoch}|${replica}|${number}`));
  return seatExternalId(digest.toString('hex').slice(0, 24));
}
