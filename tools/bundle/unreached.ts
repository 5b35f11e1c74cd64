import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** Part of a package that our calls never reach, and what stands in its place. Kept short: each saves 4 KB or more. */
type Unreached = { readonly file: RegExp; readonly contents: (path: string) => string };

const unreached: readonly Unreached[] = [
  // Event streams: no call of ours has one. Dynamically imported, so esbuild cannot know.
  {
    file: /@smithy\/core\/dist-es\/submodules\/event-streams\/index\.js$/,
    contents: () =>
      'export class EventStreamSerde { constructor() { throw new Error("event streams are not bundled"); } }' +
      'export const eventStreamSerdeProvider = undefined;',
  },
  // SHA-256 in JavaScript, for a Node without crypto.
  {
    file: /@smithy\/core\/dist-es\/submodules\/checksum\/sha256\/Sha256Js\.js$/,
    contents: () => 'export const Sha256Js = undefined;',
  },
  // Endpoint discovery of DynamoDB is off unless a client asks for it.
  {
    file: /@aws-sdk\/endpoint-cache\/dist-es\/index\.js$/,
    contents: () => 'export class EndpointCache {}',
  },
  // A client says its version and nothing else of its package.json.
  {
    file: /@aws-sdk\/client-[a-z-]+\/package\.json$/,
    contents: (path) => `export default ${JSON.stringify({ version: versionIn(path) })};`,
  },
];

/** Leaves out what is never reached: a tenth of the DynamoDB client. */
export function withoutUnreached(): Plugin {
  return {
    name: 'without-unreached',
    setup(build) {
      for (const { file, contents } of unreached)
        build.onLoad({ filter: file }, ({ path }) => ({ contents: contents(path), loader: 'js' }));
    },
  };
}

function versionIn(path: string): string {
  const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return typeof content === 'object' && content !== null && 'version' in content ? String(content.version) : 'unknown';
}
