import * as z from 'zod/mini';
import type { Identity } from '../identity/identity.ts';
import type { Clock } from '../model.ts';
import type { Call } from './exchange.ts';
import { readBody } from './exchange.ts';
import type { PublicApi } from './public-api.ts';
import { appSchema, handleSchema, personSchema, type SignedIn, type SignIn } from './sign-in.ts';

const worldSchema = z.object({
  users: z._default(z.array(personSchema), []),
  follows: z._default(z.array(z.tuple([handleSchema, handleSchema])), []),
});

/** How many calls to the public API a seeding keeps under way. */
const width = 8;

/** Does the work for every item, a few at a time, and answers the results in order. */
async function eachOf<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += width) {
    results.push(...(await Promise.all(items.slice(start, start + width).map(work))));
  }
  return results;
}

export type PeopleParts = {
  readonly signIn: SignIn;
  readonly identity: Identity;
  readonly api: PublicApi;
  readonly clock: Pick<Clock, 'drain'>;
};

async function seed(body: unknown, { signIn, api, clock }: PeopleParts) {
  const { users, follows } = readBody(worldSchema, body);
  const known = new Map<string, SignedIn>();
  const open = async (handle: string) => known.get(handle.toLowerCase()) ?? (await signIn({ handle }));
  const seeded = await eachOf(users, async (user) => {
    const signedIn = await signIn(user);
    known.set(user.handle.toLowerCase(), signedIn);
    return { handle: user.handle, ...signedIn };
  });
  await eachOf(follows, async ([follower, followed]) => {
    const [one, other] = await Promise.all([open(follower), open(followed)]);
    await api.call('PUT', `/v1/me/following/${other.userId}`, one.accessToken);
  });
  await clock.drain();
  const ids = Object.fromEntries(seeded.map(({ handle, userId }) => [handle, userId]));
  return { body: { users: seeded, ids, follows: follows.length } };
}

/** Signing in and seeding: people are made as they are in the cloud, through the token, the API and the bus. */
export function peopleCalls(parts: PeopleParts): readonly Call[] {
  const { signIn, identity, clock } = parts;
  return [
    {
      method: 'POST',
      path: '/local/sign-in',
      async run({ body }) {
        if (typeof body === 'object' && body !== null && 'client' in body) {
          const { tokenSeconds } = readBody(appSchema, body);
          return { body: { accessToken: await identity.issueAppToken(tokenSeconds) } };
        }
        const signedIn = await signIn(readBody(personSchema, body));
        await clock.drain();
        return { body: { ...signedIn } };
      },
    },
    { method: 'POST', path: '/local/world', run: ({ body }) => seed(body, parts) },
  ];
}
