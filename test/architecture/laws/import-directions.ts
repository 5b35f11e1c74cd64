import { importsOf, packageOf } from '../reading/imports.ts';
import { allCode, roomOf } from '../reading/rooms.ts';
import type { Law } from '../reading/source-tree.ts';
import { wrappedBy } from './wrapped-libraries.ts';

/** What the files of one room may import; `mayTypes` adds what they may name as a type only. */
type Room = {
  readonly files: RegExp;
  readonly may: readonly RegExp[];
  readonly mayTypes?: readonly RegExp[];
  readonly packages?: (path: string) => readonly string[];
  readonly rule: string;
};

const node = /^node:/;
const policy = /^domain\/policy\.ts$/;
/** Names of metrics as data: what functions tell is what alarms watch (docs/decisions/0007). */
const metrics = /^functions\/runtime\/metrics\.ts$/;
const manifests = [/^functions\/manifest\.ts$/, /^functions\/[^/]+\/manifest\.ts$/];
const middy = (path: string) => (path.startsWith('functions/runtime/') ? runtimePackages : operationPackages);
const operationPackages = ['@middy/', 'zod/mini'];
const runtimePackages = [...operationPackages, '@aws-lambda-powertools/'];
const stackPackages = ['aws-cdk-lib', 'constructs', 'cdk-nag'];
const standInPackages = ['oidc-provider', 'ws', 'werift', '@evan/opus', 'amazon-chime-sdk-js', 'jose', 'zod'];
const pagePackages = ['react', 'react-dom', 'amazon-chime-sdk-js', 'oidc-client-ts', 'openapi-fetch'];

/** The first room whose files match decides. `test` and `tools` may import anything. */
const rooms: readonly Room[] = [
  { files: /^domain\//, may: [/^domain\//], rule: 'domain imports only domain' },
  {
    files: /^adapters\//,
    may: [/^adapters\//, /^domain\//, node],
    packages: wrappedBy,
    rule: 'adapters import domain, node: and the library each wraps',
  },
  {
    files: /^functions\/manifest\.ts$/,
    may: manifests,
    rule: 'functions/manifest.ts only joins the manifests of the features',
  },
  {
    files: /^functions\/runtime\//,
    may: [/^functions\/runtime\//, /^domain\//, /^adapters\//, node],
    packages: middy,
    rule: 'functions/runtime imports domain, adapters, node:, middy, zod/mini and powertools',
  },
  {
    files: /^functions\/steps\//,
    may: [/^functions\/(steps|runtime)\//, /^domain\//, /^adapters\//],
    packages: middy,
    rule: 'a step that operations share imports domain, adapters, functions/runtime, zod/mini and other steps',
  },
  {
    // The contract is served as it is printed.
    files: /^functions\/platform\/get-openapi\.ts$/,
    may: [/^functions\/runtime\//, /^openapi\.json$/],
    packages: middy,
    rule: 'the operation that serves the contract imports nothing but it',
  },
  {
    files: /^functions\//,
    may: [/^functions\/(steps|runtime)\//, /^domain\//, /^adapters\//],
    packages: middy,
    rule: 'an operation imports domain, adapters, functions/steps, functions/runtime, middy and zod/mini, and never another feature',
  },
  {
    files: /^lib\//,
    may: [/^lib\//, ...manifests, metrics, policy, node],
    mayTypes: [/^domain\/policy/],
    packages: () => stackPackages,
    rule: 'lib imports manifests, names of metrics, domain/policy, node:, constructs, aws-cdk-lib and cdk-nag',
  },
  {
    files: /^local\//,
    may: [/^local\//, node],
    packages: () => [...standInPackages, '(computed)'],
    rule: 'local imports nothing of ours, node: and the libraries its stand-ins stand on',
  },
  {
    files: /^bin\//,
    may: [/^bin\//, /^lib\//, /^tools\/bundle(\.ts$|\/)/, /^functions\/manifest\.ts$/, policy, node],
    packages: () => ['aws-cdk-lib', 'cdk-nag'],
    rule: 'bin imports lib, tools/bundle, functions/manifest, domain/policy, node:, aws-cdk-lib and cdk-nag',
  },
  {
    files: /^web\/.*\.config\.ts$/,
    may: [/^web\//, node],
    packages: () => ['vite', '@vitejs/'],
    rule: 'web builds alone',
  },
  {
    files: /^web\//,
    may: [/^web\//],
    packages: () => pagePackages,
    rule: 'web knows nothing of ours but HTTP: react, the Chime client, oidc-client-ts and openapi-fetch',
  },
  {
    files: /^[^/]+\.config\.ts$/,
    may: [node],
    packages: () => ['vite', 'vitest'],
    rule: 'a config file imports nothing of ours',
  },
];

/**
 * The law over some of the top-level folders; an empty name stands for files in the root. Type-only imports of packages
 * are free, they leave nothing behind; those of our own rooms still tie two rooms together.
 */
export const directionsOf =
  (...folders: readonly string[]): Law =>
  (tree) =>
    allCode(tree)
      .filter(({ path }) => folders.includes(roomOf(path)))
      .flatMap((file) => {
        const room = rooms.find(({ files }) => files.test(file.path));
        if (!room) return [];
        return importsOf(file)
          .filter(({ target, isTypeOnly }) => !isAllowed(room, file.path, target, isTypeOnly))
          .map(({ target, line }) => ({ path: file.path, line, rule: `${room.rule}; this imports ${target}` }));
      });

function isAllowed(room: Room, path: string, target: string, isTypeOnly: boolean): boolean {
  if (packageOf(target) === undefined) {
    const own = featureFolder(path);
    const targets = isTypeOnly ? [...room.may, ...(room.mayTypes ?? [])] : room.may;
    return targets.some((may) => may.test(target)) || (own !== undefined && target.startsWith(own));
  }
  return isTypeOnly || (room.packages?.(path) ?? []).some((allowed) => covers(allowed, target.slice('npm:'.length)));
}

/** `@scope/` covers the scope, `zod/mini` only itself, `name` the package with everything inside. */
const covers = (allowed: string, specifier: string): boolean =>
  specifier === allowed || specifier.startsWith(allowed.endsWith('/') ? allowed : `${allowed}/`);

/** Files of one feature may import their neighbours; whether there may be any is another law. */
const featureFolder = (path: string): string | undefined => /^functions\/[^/]+\//.exec(path)?.[0];
