import type * as z from 'zod/mini';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { ownProfile } from '../../domain/person.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ownProfileView } from '../runtime/people-views.ts';
import { nothing } from '../runtime/schemas.ts';
import { ownProfileOf } from '../steps/person.ts';

export const input = nothing;
export const output = ownProfileView;

const adapters = { profiles };

export async function getMe(context: ContextOf<typeof adapters>, caller: User, _input: z.infer<typeof input>) {
  return ownProfile(await ownProfileOf(context, caller), context.now());
}

export const handler = http({ input, adapters, run: getMe });
