import type * as z from 'zod/mini';
import { verifyToken } from '../../adapters/identity.ts';
import { type Caller, readCaller } from './caller.ts';
import { type AdapterMakers, wiringOfEnvironment } from './context.ts';
import { answering, type HttpEvent, type HttpHandler, type HttpSpec } from './http.ts';
import { stop } from './refusal-error.ts';

/** For routes without an authorizer: nobody, or the person of a token verified here. A bad token is refused, never ignored. */
export function publicHttp<Makers extends AdapterMakers, Input extends z.ZodMiniType, Answer>(
  spec: HttpSpec<Makers, Input, Caller, Answer>,
): HttpHandler {
  return answering(spec, identify);
}

/** Nobody, or whoever the token in `Authorization` is of. */
export async function identify(event: HttpEvent): Promise<Caller> {
  const header = event.headers['authorization'];
  if (header === undefined) return { kind: 'anonymous' };
  const wiring = wiringOfEnvironment();
  const claims = await verifyToken(wiring, header.replace(/^bearer\s+/i, ''));
  const caller = claims && readCaller(claims, wiring.digest);
  return caller === undefined || caller.kind === 'anonymous' ? stop('unauthenticated') : caller;
}
