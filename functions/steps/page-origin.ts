import type { Surroundings } from '../runtime/context.ts';

/** Where people find pages of rooms: the operator's domain, else the API's own address as it was called. */
export function pageOrigin({ config, request }: Pick<Surroundings, 'config' | 'request'>): string {
  return config.domain === undefined ? (request.origin ?? '') : `https://${config.domain}`;
}
