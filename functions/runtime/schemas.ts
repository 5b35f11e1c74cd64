import * as z from 'zod/mini';

/** Fields that several operations take. Limits that a policy sets are checked by the domain, not here. */

export const roomId = z.string().check(z.regex(/^[a-zA-Z0-9]{1,13}$/));
export const userId = z.string().check(z.regex(/^(0|[1-9][0-9]{0,18})$/));
/** A person with an account, or a guest. */
export const personId = z.union([userId, z.string().check(z.regex(/^g[0-9A-Za-z]{13}$/))]);
export const handle = z.string().check(z.regex(/^[A-Za-z0-9_]{1,15}$/));
export const messageId = z.string().check(z.regex(/^msg_[0-9A-Za-z]{13}$/));
export const pinId = z.string().check(z.regex(/^pin_[0-9A-Za-z]{13}$/));
/** As `isLanguage` of the domain; also keeps a parameter that came twice from being taken for one. */
export const language = z.string().check(z.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/));
/** Queries come as text, bodies as numbers. */
export const limit = z.optional(z.coerce.number().check(z.int(), z.gte(1), z.lte(100)));
export const cursor = z.optional(z.string().check(z.minLength(1), z.maxLength(2048)));
/** More than any policy allows, so that a flood of them is refused before each is judged. */
export const topics = z.optional(z.array(z.string()).check(z.maxLength(20)));
export const timestamp = z.string().check(z.maxLength(40));
export const version = z.optional(z.number().check(z.int(), z.gte(0)));

/** Lists: at most 100 entries a page; `nextCursor` is absent on the last one. */
export const listOf = <Entry extends z.ZodMiniType>(entry: Entry) =>
  z.object({ data: z.array(entry), nextCursor: z.optional(z.string()) });

export const nothing = z.object({});
