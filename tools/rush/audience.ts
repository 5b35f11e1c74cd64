import { marshall } from '@aws-sdk/util-dynamodb';
import { getItem, tablesOf } from '../../adapters/dynamodb/client.ts';
import { fromProfile } from '../../adapters/dynamodb/profile-item.ts';
import { profileKey } from '../../adapters/dynamodb/table.ts';
import { newProfile } from '../../domain/account.ts';
import { isoOf } from '../../domain/time.ts';
import { wiringOfEnvironment } from '../../functions/runtime/context.ts';
import type { JsonObject } from '../../local/model.ts';
import { accountOf, type Person } from './gateway.ts';
import type { RushWorld } from './world.ts';

const personAt = (at: number): Person => ({ name: `buyer${at}`, userId: String(1_000_000 + at) });
const host: Person = { name: 'ada', userId: '2001' };

/** The host and all who will come, signed in before: their profiles, in the engine and not through it. */
export async function seatAudience(
  world: RushWorld,
  count: number,
): Promise<{ host: Person; people: readonly Person[] }> {
  const people = Array.from({ length: count }, (_, at) => personAt(at));
  // The SDK loads some of its code with the first call, in real time that the virtual clock would not wait for.
  await getItem(tablesOf(wiringOfEnvironment()), 'social', profileKey(host.userId));
  await put(world, host, sellerFacts(world));
  for (const [at, person] of people.entries()) {
    await put(world, person, {});
    // Time for the limit of writes to a partition.
    if (at % 200 === 199) await world.timeline.runUntil(world.timeline.now() + 1_000);
  }
  return { host, people };
}

/** The host may sell by every rule. */
function sellerFacts({ timeline }: RushWorld) {
  const asOf = isoOf(timeline.now());
  return {
    followerFacts: { count: 5_000, asOf, source: 'rush' },
    accountFacts: { asOf, source: 'rush', hostedRooms30d: 9, isEmailVerified: true },
  };
}

async function put({ model, tables, timeline }: RushWorld, person: Person, facts: object): Promise<void> {
  const table = model.tables.find(({ name }) => name.endsWith('-social'));
  const profile = newProfile(person.userId, accountOf(person), person.name, timeline.now());
  const item = fromProfile({ ...profile, birthDate: '1990-05-05', ...facts });
  await tables.perform(
    'PutItem',
    { TableName: table?.name ?? '', Item: toWireItem(marshall(item, { removeUndefinedValues: true })) },
    {},
  );
}
const toWireItem = (item: unknown) => item as JsonObject;
