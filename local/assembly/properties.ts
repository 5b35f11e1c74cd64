import type { Resource } from './world.ts';

/** Refuses a property nobody thought of, rather than running something else than what would be deployed. */
export function allowOnly(resource: Resource, known: readonly string[]): void {
  const unknown = Object.keys(resource.properties).filter((name) => !known.includes(name) && name !== 'Tags');
  if (unknown.length > 0) {
    throw new Error(`${resource.label}: the embedded cloud does not know the properties ${unknown.join(', ')}`);
  }
}
