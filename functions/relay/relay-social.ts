import type { DynamoDBRecord } from 'aws-lambda';
import { audio } from '../../adapters/audio.ts';
import { bus } from '../../adapters/bus.ts';
import { blocks } from '../../adapters/dynamodb/blocks.ts';
import { follows } from '../../adapters/dynamodb/follows.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { removals } from '../../adapters/dynamodb/removals.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { seats } from '../../adapters/dynamodb/seats.ts';
import { socialChangeOf } from '../../adapters/dynamodb/social-records.ts';
import { starts } from '../../adapters/dynamodb/starts.ts';
import { type SocialChange, socialEventsOf } from '../../domain/social-events.ts';
import type { ContextOf } from '../runtime/context.ts';
import { onStream } from '../runtime/worker.ts';
import { carryOutStanding } from '../steps/blocking.ts';

const adapters = { audio, blocks, bus, follows, members, removals, rooms, seats, starts };
type Context = ContextOf<typeof adapters>;

/** The social table's outbox: what a write means for others is told from its images, and what a request left undone is done. */
export async function relaySocial(context: Context, records: readonly DynamoDBRecord[]): Promise<void> {
  const { policy } = context.config;
  const changes = records.flatMap((record) => socialChangeOf(record) ?? []);
  for (const change of changes) await repeat(context, change);
  const now = context.now();
  await context.bus.publish(changes.flatMap((change) => socialEventsOf(change, { now, policy })));
}

/** Effects that the request itself should have had; done twice they change nothing. */
async function repeat(context: Context, change: SocialChange): Promise<void> {
  if (change.kind === 'block' && change.after && !change.before) await carryOutStanding(context, change.after);
}

export const handler = onStream({ adapters, run: relaySocial });
