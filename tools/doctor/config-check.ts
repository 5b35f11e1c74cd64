import { relative } from 'node:path';
import { mediaRegions } from '../../domain/media-region.ts';
import type { Config } from '../../domain/policy.ts';
import { type ConfigFile, readConfigFile } from '../../lib/config-file.ts';
import { type Finding, fine, mind, wrong } from './finding.ts';

/** The operator's file, read as the functions will read it. */
export function checkConfig(path: string): { readonly file?: ConfigFile; readonly findings: readonly Finding[] } {
  try {
    const file = readConfigFile(path);
    return {
      file,
      findings: [fine('config', `${relative(process.cwd(), path)} is readable and complete`), ...choices(file.config)],
    };
  } catch (error) {
    return { findings: [wrong('config', error instanceof Error ? error.message : String(error))] };
  }
}

/** What is allowed and yet seldom meant on the way to production. */
function choices(config: Config): Finding[] {
  const { alarmEmail, domain, allowedOrigins, identity, mediaRegion, lanes } = config;
  const isLocal = (address: string): boolean => address.startsWith('http://');
  const reserved = Object.values(lanes).some((lane) => lane?.reservedConcurrency !== undefined);
  const isIssuerLocal = identity.kind === 'oidc' && isLocal(identity.issuer);
  return [
    alarmEmail ? fine('alarms', `are mailed to ${alarmEmail}`) : mind('alarms', 'nobody is mailed: set alarmEmail'),
    domain ? fine('domain', domain) : mind('domain', 'none: links show the address of the API until one is set'),
    ...(allowedOrigins.length === 0 ? [mind('origins', 'none: no browser may call the API')] : []),
    ...allowedOrigins.filter(isLocal).map((origin) => mind('origins', `${origin} is for a laptop: leave it out`)),
    ...(isIssuerLocal ? [wrong('identity', 'the issuer is on a laptop: API Gateway cannot read its keys')] : []),
    mediaRegions.some((known) => known === mediaRegion)
      ? fine('media region', mediaRegion)
      : mind('media region', `${mediaRegion} is not among the known ones; in a partition of its own that may be right`),
    ...(reserved ? [mind('lanes', 'a reserved concurrency does not deploy in accounts with a low Lambda limit')] : []),
  ];
}
