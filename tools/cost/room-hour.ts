import { seatsPerReplica } from '../../domain/minting.ts';
import type { Config } from '../../domain/policy.ts';
import { tickSeconds } from '../../domain/realtime.ts';
import { prices } from './prices.ts';
import { type Measured, plus, times, type Units } from './units.ts';

/** What people of a room do in an hour, each of them; one place to doubt the result. */
export const habits = {
  joins: 1.5,
  leaves: 0.75,
  /** A client reads the room when it opens it, and to heal a hole. */
  reads: 2,
  /** Subscriber tokens live 15 minutes and are asked for well before their end. */
  renewals: 5,
  /** Changes that everybody is told of, a room. */
  changes: 60,
  /** People with a microphone. */
  onStage: 5,
} as const;

/** 512 MB for 40 ms, answers and batches alike: an assumption, nothing was measured on AWS. */
const gigabyteSeconds = 0.5 * 0.04;
/** Connecting, and subscribing to the room's and the own channel. */
const operationsPerArrival = 3;
const kilobytesPerFrame = 0.6;

/** How the listeners of a room of that size hear it under the config. */
export type Media = { readonly tier: string; readonly inReplicas: number; readonly broadcast: number };

/** Replicas up to the room's budget; who comes later would hear the broadcast, a tier that does not exist yet. */
export function mediaOf(listeners: number, { replicaBudget }: Pick<Config, 'replicaBudget'>): Media {
  const inReplicas = Math.min(listeners, replicaBudget * seatsPerReplica);
  const broadcast = listeners - inReplicas;
  return { tier: broadcast > 0 ? 'replicas, then broadcast (not built)' : 'replicas', inReplicas, broadcast };
}

export type Bill = {
  readonly listeners: number;
  readonly tier: string;
  /** Dollars an hour, by what they are paid for. */
  readonly lines: Readonly<
    Record<'api' | 'functions' | 'tables' | 'queues' | 'logs' | 'realtime' | 'traffic' | 'media', number>
  >;
  readonly control: number;
  readonly allIn: number;
};

/** An hour of one room with so many listeners, from what each thing used in a small one. */
export function billOf(listeners: number, measured: Measured, config: Pick<Config, 'replicaBudget'>): Bill {
  const ticks = 3600 / tickSeconds(listeners);
  const used = usedIn(listeners, measured, ticks);
  const media = mediaOf(listeners, config);
  const { joins, changes, onStage } = habits;
  const deliveries = listeners * (ticks + changes) + listeners * joins * operationsPerArrival + ticks + changes;
  const lines = {
    ...linesOf(used),
    realtime: deliveries * prices.delivery.dollars + listeners * 60 * prices.connectedMinute.dollars,
    traffic: ((listeners * (ticks + changes) * kilobytesPerFrame) / 1e6) * prices.egressGigabyte.dollars,
    media:
      (media.inReplicas + onStage) * 60 * prices.attendeeMinute.dollars +
      media.broadcast * prices.broadcastHour.dollars,
  };
  const allIn = Object.values(lines).reduce((sum, dollars) => sum + dollars, 0);
  return { listeners, tier: media.tier, lines, control: allIn - lines.media, allIn };
}

const linesOf = (used: Units) => ({
  api: used.requests * prices.request.dollars,
  functions: used.invocations * (prices.invocation.dollars + gigabyteSeconds * prices.gigabyteSecond.dollars),
  tables: used.readUnits * prices.readUnit.dollars + used.writeUnits * prices.writeUnit.dollars,
  queues: used.messages * prices.message.dollars + used.busEvents * prices.busEvent.dollars,
  logs: (used.logBytes / 1e9) * prices.logGigabyte.dollars,
});
/** What so many units cost by themselves, dollars. */
export const dollarsOf = (used: Units): number => Object.values(linesOf(used)).reduce((sum, line) => sum + line, 0);

function usedIn(listeners: number, measured: Measured, ticks: number): Units {
  const { joins, leaves, reads, renewals, changes } = habits;
  const { start, join, renewal, read, change, leave, end, tick } = measured;
  return [
    start,
    end,
    times(join, listeners * joins),
    times(leave, listeners * leaves),
    times(read, listeners * reads),
    times(renewal, listeners * renewals),
    times(change, changes),
    times(tick, ticks),
  ].reduce(plus);
}
