import type * as z from 'zod/mini';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { hostingVerdict } from '../../domain/eligibility.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { verdictView } from '../runtime/people-views.ts';
import { nothing } from '../runtime/schemas.ts';
import { ownProfileOf } from '../steps/person.ts';

export const input = nothing;
export const output = verdictView;

const adapters = { profiles };

export async function getHostingVerdict(
  context: ContextOf<typeof adapters>,
  caller: User,
  _input: z.infer<typeof input>,
) {
  const profile = await ownProfileOf(context, caller);
  return hostingVerdict({ profile, now: context.now(), policy: context.config.policy });
}

export const handler = http({ input, adapters, run: getHostingVerdict });
