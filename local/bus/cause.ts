import type { Cause } from '../model.ts';

/** The cause of whatever follows from a call: work done later no longer runs in the request, but goes back to it. */
export function followingFrom(cause: Cause): Cause {
  const root = cause.requestId ?? cause.causedBy;
  return root === undefined ? {} : { causedBy: root };
}
