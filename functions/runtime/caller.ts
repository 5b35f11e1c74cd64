import { userIdOf } from '../../domain/ids.ts';
import { type Actor, platformRoles } from '../../domain/permissions.ts';

/** Who is asking, out of a verified token: never out of a path, a query or a body. */
export type User = {
  readonly kind: 'user';
  readonly userId: string;
  readonly issuer: string;
  readonly sub: string;
  readonly roles: readonly string[];
  readonly handle?: string;
  readonly name?: string;
  readonly isEmailVerified?: boolean;
  /** Only where the sign-in says it; never kept, never logged. */
  readonly email?: string;
};
/** A token of an app, with no person behind it. */
export type AppOnly = { readonly kind: 'app'; readonly clientId: string };
export type Caller = User | AppOnly | { readonly kind: 'anonymous' };
/** Who comes without an account, by the token we gave them before. */
export type Guest = { readonly kind: 'guest'; readonly guestId: string };
export type Visitor = Caller | Guest;

export type Claims = Readonly<Record<string, unknown>>;

/**
 * Claims as arrays (our own verification) or as the strings API Gateway makes of them (`[host moderator]`).
 * `digest` is SHA-256.
 */
export function readCaller(claims: Claims, digest: (text: string) => Uint8Array): Caller {
  const { iss: issuer, sub } = claims;
  if (typeof issuer !== 'string' || typeof sub !== 'string' || sub === '') return { kind: 'anonymous' };
  if (claims['client_id'] === sub || claims['azp'] === sub) return { kind: 'app', clientId: sub };
  return {
    kind: 'user',
    userId: userIdOf({ issuer, sub, digest: digest(`${issuer}|${sub}`) }),
    issuer,
    sub,
    roles: [...readList(claims['rostrum_roles']), ...readList(claims['cognito:groups'])],
    ...readText('handle', claims['preferred_username']),
    ...readText('name', claims['name']),
    ...readText('email', claims['email']),
    ...(claims['email_verified'] !== undefined && { isEmailVerified: String(claims['email_verified']) === 'true' }),
  };
}

/** `['a','b']`, `"[a b]"` (API Gateway), `"[a, b]"` or `"a,b"`. */
export function readList(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((entry) => typeof entry === 'string');
  if (typeof value !== 'string') return [];
  return value
    .replace(/^\[|\]$/g, '')
    .split(/[\s,]+/)
    .filter((entry) => entry !== '');
}

const readText = (key: 'handle' | 'name' | 'email', value: unknown) =>
  typeof value === 'string' && value !== '' ? { [key]: value } : {};

/** The caller as the domain's permissions know people: platform roles hold beside the one in a room. */
export const actorOf = ({ userId, roles }: User): Actor => ({
  userId,
  platformRoles: platformRoles.filter((role) => roles.includes(role)),
});
