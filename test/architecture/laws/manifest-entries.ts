import { entriesOf, type ManifestEntry } from '../reading/manifest-entries.ts';
import { toRecord } from '../reading/records.ts';
import type { Law } from '../reading/source-tree.ts';

/** Every route is behind the authorizer or says why not; every entry says what people notice when it fails. */
export const manifestEntries: Law = (tree) =>
  entriesOf(tree).flatMap((entry) =>
    complaints(entry).map((rule) => ({ path: entry.manifest, line: entry.line, rule: `${entry.name}: ${rule}` })),
  );

function complaints({ trigger, impact }: ManifestEntry): string[] {
  const found: string[] = [];
  const isHttp = 'http' in trigger;
  const reason = toRecord(trigger['auth'])['none'];
  if (Object.keys(trigger).length === 0) found.push('an entry has a trigger, as data');
  if (isHttp && trigger['auth'] !== 'user' && !isSentence(reason))
    found.push('a route has user auth, or the reason why it has none');
  if (!isSentence(impact)) found.push('an entry has an impact sentence for its alarm');
  return found;
}

/** Three words at least, begun with a capital letter or a digit. */
const isSentence = (value: unknown): boolean =>
  typeof value === 'string' && value.trim().split(/\s+/).length >= 3 && /^[\p{Lu}\d'"“‘]/u.test(value.trim());
