import { fileLengths, functionLengths, medians } from './laws/budgets.ts';
import { clockAndChance } from './laws/clock-and-chance.ts';
import { commentShare } from './laws/comment-share.ts';
import { conditionalPuts, noScan } from './laws/conditional-puts.ts';
import { exactVersions, permissiveLicences } from './laws/dependencies.ts';
import { domainIsPlain } from './laws/domain-is-plain.ts';
import { errorsInRuntime } from './laws/errors-in-runtime.ts';
import { castsInMappings, noAny } from './laws/honest-types.ts';
import { directionsOf } from './laws/import-directions.ts';
import { keysInOnePlace } from './laws/keys-in-one-place.ts';
import { manifestEntries } from './laws/manifest-entries.ts';
import { manifestMatchesFiles } from './laws/manifest-matches-files.ts';
import { kebabCaseFiles, sayingNames, threeFolderLevels } from './laws/names.ts';
import { oneEnvironmentReader } from './laws/one-environment-reader.ts';
import { operationFiles } from './laws/operation-files.ts';
import { plainTypescript } from './laws/plain-typescript.ts';
import { portableFiles } from './laws/portable-files.ts';
import type { Law } from './reading/source-tree.ts';

/** Every law by what it asks, for the report. */
export const allLaws: Readonly<Record<string, Law>> = {
  directions: directionsOf('', 'bin', 'lib', 'functions', 'domain', 'adapters', 'local', 'web', 'tools', 'test'),
  environment: oneEnvironmentReader,
  clock: clockAndChance,
  errors: errorsInRuntime,
  domain: domainIsPlain,
  operations: operationFiles,
  files: manifestMatchesFiles,
  manifest: manifestEntries,
  scan: noScan,
  puts: conditionalPuts,
  keys: keysInOnePlace,
  'file length': fileLengths,
  'function length': functionLengths,
  medians,
  comments: commentShare,
  any: noAny,
  casts: castsInMappings,
  typescript: plainTypescript,
  names: sayingNames,
  kebab: kebabCaseFiles,
  levels: threeFolderLevels,
  portable: portableFiles(),
  versions: exactVersions,
  licences: permissiveLicences,
};
