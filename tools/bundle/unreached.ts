import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'esbuild';

/** Part of a package that our calls never reach, and what stands in its place. Each saves a kilobyte or more in every unit. */
type Unreached = { readonly file: RegExp; readonly contents: (path: string) => string };

const plainEndpoint = join(import.meta.dirname, 'plain-endpoint.ts');

/** Host names of the services we call, by the last part of their client's name. */
export const serviceHosts: Readonly<Record<string, string>> = {
  dynamodb: 'dynamodb',
  sqs: 'sqs',
  scheduler: 'scheduler',
  eventbridge: 'events',
  'chime-sdk-meetings': 'meetings-chime',
  'secrets-manager': 'secretsmanager',
};

const unreached: readonly Unreached[] = [
  // Event streams: no call of ours has one. Dynamically imported, so esbuild cannot know.
  {
    file: /@smithy\/core\/dist-es\/submodules\/event-streams\/index\.js$/,
    contents: () =>
      `${refusing('EventStreamSerde', 'event streams')} export const eventStreamSerdeProvider = undefined;`,
  },
  // SHA-256 in JavaScript, for a Node without crypto.
  {
    file: /@smithy\/core\/dist-es\/submodules\/checksum\/sha256\/Sha256Js\.js$/,
    contents: () => 'export const Sha256Js = undefined;',
  },
  {
    file: /@smithy\/core\/dist-es\/submodules\/checksum\/md5\/Md5Js\.js$/,
    contents: () => 'export const Md5Js = undefined;',
  },
  // Headers of signed event-stream messages.
  {
    file: /@smithy\/signature-v4\/dist-es\/HeaderFormatter\.js$/,
    contents: () => 'export class HeaderFormatter {}',
  },
  // Retries that adapt their rate: our clients retry twice, in standard mode.
  {
    file: /@smithy\/core\/dist-es\/submodules\/retry\/util-retry\/AdaptiveRetryStrategy\.js$/,
    contents: () => refusing('AdaptiveRetryStrategy', 'adaptive retries'),
  },
  // Answers that are streams of bytes: ours are JSON.
  {
    file: /@smithy\/core\/dist-es\/submodules\/serde\/util-stream\/sdk-stream-mixin\.js$/,
    contents: () => 'export const sdkStreamMixin = () => { throw new Error("streamed answers are not bundled"); };',
  },
  // Timestamps in requests and answers: none of our calls writes one, and one reads one (the age of a secret, in seconds). What
  // reaches the others after all throws and says so.
  {
    file: /@smithy\/core\/dist-es\/submodules\/serde\/schema-serde-lib\/schema-date-utils\.js$/,
    contents: refusingAll,
  },
  {
    file: /@smithy\/core\/dist-es\/submodules\/serde\/date-utils\.js$/,
    contents: (path) =>
      `${refusingAll(path, 'parseEpochTimestamp')}\nexport const parseEpochTimestamp = (value) => new Date(value * 1000);`,
  },
  // Names of buckets: asked by S3 alone.
  {
    file: /middleware-endpoint\/service-customizations\/s3\.js$/,
    contents: refusingAll,
  },
  // A warning for a Node older than ours.
  {
    file: /@aws-sdk\/core\/dist-es\/submodules\/client\/emitWarningIfUnsupportedVersion\.js$/,
    contents: () => 'export const state = {}; export const emitWarningIfUnsupportedVersion = () => {};',
  },
  // Files of a developer's machine, and the instance's metadata: a function has its environment only.
  {
    file: /@smithy\/core\/dist-es\/submodules\/config\/shared-ini-file-loader\/loadSharedConfigFiles\.js$/,
    contents: () =>
      'export const CONFIG_PREFIX_SEPARATOR = ".";' +
      'export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });',
  },
  {
    file: /@smithy\/core\/dist-es\/submodules\/config\/config-resolver\/regionConfig\/getInstanceMetadataRegion\.js$/,
    contents: () => 'export const getInstanceMetadataRegion = async () => undefined;',
  },
  // Endpoint rules of all partitions: ours are one line.
  {
    file: /@aws-sdk\/client-[a-z-]+\/dist-es\/endpoint\/endpointResolver\.js$/,
    contents: endpointResolver,
  },
  {
    file: /@aws-sdk\/core\/dist-es\/submodules\/client\/util-endpoints\/lib\/aws\/partitions\.js$/,
    contents: () => 'export const partitionsInfo = { partitions: [] };',
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

/** Leaves out what is never reached: a fifth of a unit. */
export function withoutUnreached(): Plugin {
  return {
    name: 'without-unreached',
    setup(build) {
      for (const { file, contents } of unreached)
        build.onLoad({ filter: file }, ({ path }) => ({
          contents: contents(path),
          loader: 'js',
          resolveDir: import.meta.dirname,
        }));
    },
  };
}

function versionIn(path: string): string {
  const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return typeof content === 'object' && content !== null && 'version' in content ? String(content.version) : 'unknown';
}

const refusing = (className: string, what: string): string =>
  `export class ${className} { constructor() { throw new Error("${what} are not bundled"); } }`;

/** Every export of the file but one, refusing. */
function refusingAll(path: string, except?: string): string {
  const exported = [...readFileSync(path, 'utf8').matchAll(/^export (?:const|function) (\w+)/gm)];
  const names = exported.map(([, name]) => name).filter((name) => name !== except);
  const what = basename(path, '.js');
  return names
    .map((name) => `export function ${name}() { throw new Error("${what} of the AWS clients is not bundled"); }`)
    .join('\n');
}

function endpointResolver(path: string): string {
  const client = /client-([a-z-]+)/.exec(path)?.[1] ?? '';
  const host = serviceHosts[client];
  if (!host) throw new Error(`tools/bundle/unreached.ts does not know the host name of ${client}`);
  return [
    `import { plainEndpoint } from ${JSON.stringify(plainEndpoint)};`,
    `export const defaultEndpointResolver = (parameters) => plainEndpoint(${JSON.stringify(host)}, parameters);`,
  ].join('\n');
}
