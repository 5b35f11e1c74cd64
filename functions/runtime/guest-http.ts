import type * as z from 'zod/mini';
import { guestTokens } from '../../adapters/guest-tokens.ts';
import type { Guest, User, Visitor } from './caller.ts';
import { type AdapterMakers, wiringOfEnvironment } from './context.ts';
import { answering, type HttpEvent, type HttpHandler, type HttpSpec } from './http.ts';
import { identify } from './public-http.ts';
import { stop } from './refusal-error.ts';

/** As `publicHttp`, for routes that guests call too: they show their token as `Rostrum-Guest`. A bad one is refused. */
export function guestHttp<Makers extends AdapterMakers, Input extends z.ZodMiniType, Answer>(
  spec: HttpSpec<Makers, Input, Visitor, Answer>,
): HttpHandler {
  return answering(spec, identifyVisitor);
}

/** As `guestHttp`, for what nobody does without a name: a person, or a guest by the token we gave them. */
export function namedHttp<Makers extends AdapterMakers, Input extends z.ZodMiniType, Answer>(
  spec: HttpSpec<Makers, Input, User | Guest, Answer>,
): HttpHandler {
  return answering(spec, async (event) => {
    const visitor = await identifyVisitor(event);
    if (visitor.kind === 'user' || visitor.kind === 'guest') return visitor;
    return stop(visitor.kind === 'app' ? 'not_allowed_for_role' : 'unauthenticated');
  });
}

async function identifyVisitor(event: HttpEvent): Promise<Visitor> {
  const token = event.headers['rostrum-guest'];
  const guestId = token === undefined ? undefined : guestTokens(wiringOfEnvironment()).guestIdOf(token);
  if (token !== undefined && guestId === undefined) return stop('unauthenticated', { param: 'Rostrum-Guest' });
  const caller = await identify(event);
  return caller.kind === 'anonymous' && guestId !== undefined ? { kind: 'guest', guestId } : caller;
}
