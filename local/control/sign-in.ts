import * as z from 'zod/mini';
import type { Identity } from '../identity/identity.ts';
import type { JsonObject } from '../model.ts';
import { ControlRefusal } from './exchange.ts';
import type { TellFacts } from './facts.ts';
import type { PublicApi } from './public-api.ts';
import type { BecomeSeller } from './selling.ts';

export const handleSchema = z.string().check(z.regex(/^[A-Za-z0-9_]{1,15}$/));
const count = z.int().check(z.gte(0), z.lte(1_000_000_000));

/** One person to be, with what the surrounding app says of them. */
export const personSchema = z.object({
  handle: handleSchema,
  name: z.optional(z.string().check(z.minLength(1), z.maxLength(50))),
  followers: z.optional(count),
  createdDaysAgo: z.optional(z.number().check(z.gte(0), z.lte(36_500))),
  roles: z.optional(z.array(z.string().check(z.minLength(1)))),
  canSell: z.optional(z.boolean()),
  isSuspended: z.optional(z.boolean()),
  isEmailVerified: z.optional(z.boolean()),
  birthDate: z.optional(z.iso.date()),
  hostedRooms30d: z.optional(count),
  tokenSeconds: z.optional(z.int().check(z.gte(-86_400), z.lte(31 * 86_400))),
  claims: z.optional(z.record(z.string(), z.json())),
});
export type SignInRequest = z.infer<typeof personSchema>;

export const appSchema = z.object({ client: z.literal('app'), tokenSeconds: personSchema.shape.tokenSeconds });

export type SignedIn = { readonly accessToken: string; readonly userId: string };
export type SignIn = (request: SignInRequest) => Promise<SignedIn>;

function readUserId(profile: unknown): string {
  const id = typeof profile === 'object' && profile !== null && 'id' in profile ? profile.id : undefined;
  if (typeof id === 'string') return id;
  throw new ControlRefusal(502, 'api_refused', 'GET /v1/me answered without an id');
}

// The profile is read with a token that is surely good, whatever the caller wants to be given.
async function openProfile(request: SignInRequest, identity: Identity, api: PublicApi): Promise<SignedIn> {
  const { handle, name, roles } = request;
  const { accessToken } = await identity.issueToken({ handle, ...(name ? { name } : {}), ...(roles ? { roles } : {}) });
  return { accessToken, userId: readUserId(await api.call('GET', '/v1/me', accessToken)) };
}

/** Makes the account if absent, sees that the profile exists and tells the facts; they are in force once the bus is drained. */
export function createSignIn(
  identity: Identity,
  api: PublicApi,
  tellFacts: TellFacts,
  becomeSeller?: BecomeSeller,
): SignIn {
  return async (request) => {
    const opened = await openProfile(request, identity, api);
    tellFacts(opened.userId, request);
    if (request.canSell && !request.isSuspended) await becomeSeller?.(opened.accessToken);
    const { handle, tokenSeconds } = request;
    const claims: JsonObject | undefined = request.claims;
    if (tokenSeconds === undefined && claims === undefined) return opened;
    const wanted = await identity.issueToken({
      handle,
      ...(tokenSeconds === undefined ? {} : { tokenSeconds }),
      ...(claims ? { claims } : {}),
    });
    return { accessToken: wanted.accessToken, userId: opened.userId };
  };
}
