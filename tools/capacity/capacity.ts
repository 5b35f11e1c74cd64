import { seatsPerBatch, seatsPerReplica } from '../../domain/minting.ts';
import type { Config } from '../../domain/policy.ts';
import { throttlesOf } from '../../lib/lanes.ts';
import type { Allowances, QuotaName } from './quotas.ts';

/** A number that a deployment bears, and what holds it there. */
export type Limit = { readonly value: number; readonly heldBy: QuotaName | 'replicaBudget' | 'lanes.join' | 'minter' };
export type Capacity = {
  readonly liveRooms: Limit;
  readonly startsPerSecond: Limit;
  readonly largestRoom: Limit;
  readonly seatsPerSecond: Limit;
  readonly joinsPerSecond: Limit;
};

/** The minter leaves a fifth of the service's rate to starts and kicks, and makes no more than 8 (functions/steps/minting). */
const minterShare = 0.8;
const mostMinterRequestsPerSecond = 8;
/** The smallest room: a primary and one replica. */
const meetingsPerRoom = 2;
/** Opening a room: the primary in the request, then by the minter a replica and its first hundred seats. */
const createMeetingsPerStart = 2;
const minterRequestsPerStart = 2;
/** Seconds that a join holds a Lambda environment, with a share of cold starts. Not measured on AWS. */
const joinSeconds = 0.3;

/** What an account with these allowances bears under this config: plain arithmetic, the smallest of what holds each number. */
export function capacityOf(allowed: Allowances, config: Config): Capacity {
  const { concurrentMeetings, mediaRequestsPerSecond, replicasPerMeeting, lambdaConcurrency } = allowed;
  const minterRate = Math.min(mostMinterRequestsPerSecond, mediaRequestsPerSecond * minterShare);
  const { join } = throttlesOf(config);
  return {
    liveRooms: { value: Math.floor(concurrentMeetings / meetingsPerRoom), heldBy: 'concurrentMeetings' },
    startsPerSecond: smallest([
      { value: mediaRequestsPerSecond / createMeetingsPerStart, heldBy: 'mediaRequestsPerSecond' },
      { value: minterRate / minterRequestsPerStart, heldBy: 'minter' },
    ]),
    largestRoom: smallest([
      { value: replicasPerMeeting * seatsPerReplica, heldBy: 'replicasPerMeeting' },
      { value: config.replicaBudget * seatsPerReplica, heldBy: 'replicaBudget' },
      { value: (concurrentMeetings - 1) * seatsPerReplica, heldBy: 'concurrentMeetings' },
    ]),
    seatsPerSecond: { value: minterRate * seatsPerBatch, heldBy: 'minter' },
    joinsPerSecond: smallest([
      { value: join.ratePerSecond, heldBy: 'lanes.join' },
      { value: lambdaConcurrency / joinSeconds, heldBy: 'lambdaConcurrency' },
      { value: allowed.gatewayRequestsPerSecond, heldBy: 'gatewayRequestsPerSecond' },
      { value: allowed.subscriberConnectsPerSecond, heldBy: 'subscriberConnectsPerSecond' },
    ]),
  };
}

/** The first of the smallest: what comes first in the list is named when two hold a number alike. */
const smallest = (limits: readonly [Limit, ...Limit[]]): Limit => {
  const [first, ...others] = limits;
  const least = others.reduce((held, one) => (one.value < held.value ? one : held), first);
  return { ...least, value: Math.floor(least.value) };
};

/** `today: 125 live rooms, 4 starts per second, largest room 1 000`. */
export function sentenceOf({ liveRooms, startsPerSecond, largestRoom }: Capacity): string {
  return `today: ${spaced(liveRooms.value)} live rooms, ${spaced(startsPerSecond.value)} starts per second, largest room ${spaced(largestRoom.value)}`;
}

/** Thousands apart: `10 000`. */
export const spaced = (value: number): string => value.toLocaleString('en').replaceAll(',', ' ');
