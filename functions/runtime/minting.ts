import type { audio } from '../../adapters/audio.ts';
import type { pools } from '../../adapters/dynamodb/pools.ts';
import type { seats } from '../../adapters/dynamodb/seats.ts';
import type { Work } from '../../adapters/dynamodb/works.ts';
import { type MintStep, planMinting, seatsToRecycle } from '../../domain/minting.ts';
import { allow, type Decision } from '../../domain/refusal.ts';
import type { LiveRoom } from '../../domain/room.ts';
import { type Replica, seatExternalId } from '../../domain/seat.ts';
import { wantedCapability } from '../../domain/stage.ts';
import type { ContextOf } from './context.ts';
import { ensure } from './refusal-error.ts';

type Context = ContextOf<{ audio: typeof audio; pools: typeof pools; seats: typeof seats }>;

const listening = wantedCapability({ role: 'listener', isMuted: false, isMutedAll: false });
/** 8 requests/s of the service's 10 (Chime SDK, per operation and account). */
const paceMilliseconds = 125;
const pace = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, paceMilliseconds));

/** Fills the room's pool by the plan of its present state, and notes whether every place is taken. False: to be gone on with. */
export async function fillPool(context: Context, room: LiveRoom, joinsInFlight: number): Promise<boolean> {
  const { id: roomId, epoch } = room;
  const { replicaBudget } = context.config;
  const [replicas, freeSeats, leavers] = await Promise.all([
    context.pools.replicas(roomId, epoch, replicaBudget),
    context.pools.countFree(roomId, epoch),
    context.seats.leavers(roomId, 100),
  ]);
  const left = seatsToRecycle(leavers, epoch, leavers.length);
  const plan = planMinting({ replicas, freeSeats, leftSeats: left.length, joinsInFlight, replicaBudget });
  const standing = new Map(replicas.map((replica) => [replica.replica, replica]));
  let minted = 0;
  for (const step of plan) {
    minted += await doStep(context, room, step, standing, left);
    await pace();
  }
  const isRecycling = plan.some((step) => step.kind === 'recycle');
  await context.seats.markFull(roomId, freeSeats + minted === 0 && !isRecycling);
  return !isRecycling;
}

type Leavers = ReturnType<typeof seatsToRecycle>;

/** Answers how many seats it made. */
async function doStep(
  context: Context,
  room: LiveRoom,
  step: MintStep,
  standing: Map<number, Replica>,
  left: Leavers,
): Promise<number> {
  if (step.kind === 'recycle') {
    // Their attendees' deaths are ordered; the places they free are filled when the orders are done.
    for (const member of left.slice(0, step.count)) if (member.seat) await context.seats.takeBack(member, member.seat);
    return 0;
  }
  if (step.kind === 'open_replica') {
    standing.set(step.replica, await openReplica(context, room, step.replica));
    return 0;
  }
  const replica = standing.get(step.replica);
  return replica ? mint(context, replica, step.count) : 0;
}

async function openReplica(context: Context, room: LiveRoom, number: number): Promise<Replica> {
  const { id: roomId, epoch, mediaRegion } = room;
  const token = `${roomId}-${epoch}-r${number}`;
  const primaryMeetingId = room.meeting.id;
  const meeting = ensure(await context.audio.createMeeting({ token, mediaRegion, roomId, primaryMeetingId }));
  const replica: Replica = { roomId, epoch, replica: number, meeting, existingSeats: 0 };
  await context.pools.open(replica);
  return replica;
}

async function mint(context: Context, replica: Replica, count: number): Promise<number> {
  const names = Array.from({ length: count }, () =>
    seatExternalId(Buffer.from(context.randomBytes(12)).toString('hex')),
  );
  const attendees = ensure(await context.audio.createSeats(replica.meeting.id, names, listening));
  await context.pools.add(replica, attendees);
  return attendees.length;
}

/** The attendee dies at the media service, and the order for it is done. */
export async function buryAttendee(context: Context, work: Work): Promise<Decision<undefined>> {
  const { roomId, workId, epoch, replica = 0, meetingId = '', attendeeId = '' } = work;
  const deleted = await context.audio.deleteAttendee(meetingId, attendeeId);
  if (!deleted.isAllowed) return deleted;
  await context.seats.buried(roomId, { replica, epoch }, workId);
  await pace();
  return allow(undefined);
}
