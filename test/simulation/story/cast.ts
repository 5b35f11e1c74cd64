import { tablesOf } from '../../../adapters/dynamodb/client.ts';
import { fromProfile } from '../../../adapters/dynamodb/profile-item.ts';
import { handleKey } from '../../../adapters/dynamodb/table.ts';
import { absent, type Write, write } from '../../../adapters/dynamodb/write.ts';
import { newProfile } from '../../../domain/account.ts';
import { isoOf } from '../../../domain/time.ts';
import { wiringOfEnvironment } from '../../../functions/runtime/context.ts';

/** Somebody with an account; the token's claims are what the gateway hands on. */
export type Person = { readonly name: string; readonly userId: string };

const names = ['ada', 'ben', 'cleo', 'dan', 'eve', 'finn', 'gus', 'bob', 'kim'] as const;
type Name = (typeof names)[number];
/** Ada and Ben host, Cleo and Dan come on stage, Bob is banned and Kim is blocked some time or other. */
export type Cast = Readonly<Record<Name, Person>>;

const issuer = 'http://in-process/oidc';

export const claimsOf = ({ name, userId }: Person) => ({
  iss: issuer,
  sub: userId,
  preferred_username: name,
  email: `${name}@people.example`,
});

/** Everybody signed in before the story begins, with followers enough to host. */
export async function openCast(now: number): Promise<Cast> {
  const people = names.map((name, at): Person => ({ name, userId: String(1001 + at) }));
  const tables = tablesOf(wiringOfEnvironment());
  const puts = people.flatMap(({ name, userId }): Write[] => {
    const profile = newProfile(userId, { issuer, sub: userId }, name, now);
    const followerFacts = { count: 1_000, asOf: isoOf(now), source: 'simulation' };
    return [
      { kind: 'put', table: 'social', item: fromProfile({ ...profile, followerFacts }), when: absent },
      { kind: 'put', table: 'social', item: { ...handleKey(name), userId }, when: absent },
    ];
  });
  await write(tables, puts);
  return toCast(Object.fromEntries(people.map((person) => [person.name, person])));
}

const toCast = (people: Readonly<Record<string, Person>>) => people as Cast;
