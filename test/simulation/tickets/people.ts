import { tablesOf } from '../../../adapters/dynamodb/client.ts';
import { fromProfile } from '../../../adapters/dynamodb/profile-item.ts';
import { handleKey } from '../../../adapters/dynamodb/table.ts';
import { absent, type Write, write } from '../../../adapters/dynamodb/write.ts';
import { newProfile } from '../../../domain/account.ts';
import { isoOf } from '../../../domain/time.ts';
import { wiringOfEnvironment } from '../../../functions/runtime/context.ts';
import { claimsOf, type Person } from '../story/cast.ts';

/** One who sells, and those who buy. */
export type People = { readonly host: Person; readonly buyers: readonly Person[] };

const names = ['ada', 'bea', 'cem', 'dov', 'eli', 'fay', 'gil'];

/** Everybody signed in before the story begins; the host may sell by every rule but the payment service's. */
export async function openPeople(now: number, buyerCount: number): Promise<People> {
  const people = names.slice(0, buyerCount + 1).map((name, at): Person => ({ name, userId: String(2001 + at) }));
  const asOf = isoOf(now);
  const puts = people.flatMap((person): Write[] => {
    const { name, userId } = person;
    const { iss: issuer, sub } = claimsOf(person);
    const profile = {
      ...newProfile(userId, { issuer, sub }, name, now),
      birthDate: '1990-05-05',
      followerFacts: { count: 5_000, asOf, source: 'simulation' },
      accountFacts: { asOf, source: 'simulation', hostedRooms30d: 9, isEmailVerified: true },
    };
    return [
      { kind: 'put', table: 'social', item: fromProfile(profile), when: absent },
      { kind: 'put', table: 'social', item: { ...handleKey(name), userId }, when: absent },
    ];
  });
  await write(tablesOf(wiringOfEnvironment()), puts);
  const [host, ...buyers] = people;
  if (!host) throw new Error('There is nobody to sell');
  return { host, buyers };
}
