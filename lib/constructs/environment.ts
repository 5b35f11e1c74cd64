import type { SecretName, TableName, Touch } from '../../functions/runtime/manifest.ts';
import type { Cloud } from '../cloud.ts';
import { queueNamed, realtimeOf } from './grants.ts';

/** What the runtime's config.ts reads: only what the unit's operations touch, and the operator's config. */
export function environmentOf(cloud: Cloud, touches: readonly Touch[]): Record<string, string> {
  const tables = touches.flatMap((touch) => ('table' in touch ? [touch.table] : []));
  const queues = touches.flatMap((touch) => ('queue' in touch ? [touch.queue] : []));
  const secrets = touches.flatMap((touch) => ('secret' in touch ? [touch.secret] : []));
  const makesSchedules = touches.some((touch) => 'scheduler' in touch);
  return {
    ...Object.fromEntries([...new Set(tables)].map((table) => tableVariable(cloud, table))),
    ...Object.fromEntries([...new Set(queues)].map((queue) => queueVariable(cloud, queue))),
    ...Object.fromEntries([...new Set(secrets)].map((secret) => secretVariable(cloud, secret))),
    ...(makesSchedules && timerVariables(cloud)),
    ...realtimeVariables(cloud, touches),
    ROSTRUM_CONFIG_JSON: cloud.configText,
    ROSTRUM_ISSUER: cloud.signIn.issuer,
    ROSTRUM_AUDIENCE: cloud.signIn.audience.join(','),
    ...(cloud.config.domain && { ROSTRUM_PUBLIC_URL: `https://${cloud.config.domain}` }),
  };
}

const tableVariable = (cloud: Cloud, table: TableName): [string, string] => [
  `TABLE_${table.toUpperCase()}`,
  cloud.tables[table].tableName,
];

const queueVariable = (cloud: Cloud, queue: string): [string, string] => [
  `QUEUE_${queue.toUpperCase().replaceAll('-', '_')}_URL`,
  queueNamed(cloud, queue).queueUrl,
];

/** Where the secret is, never what it says: units read it themselves, so that a new value needs no deployment. */
const secretVariable = (cloud: Cloud, secret: SecretName): [string, string] => [
  `${secret.toUpperCase().replaceAll('-', '_')}_SECRET`,
  cloud.secrets[secret].secretArn,
];

function timerVariables(cloud: Cloud): Record<string, string> {
  if (!cloud.timers) return {};
  const { group, role, queue } = cloud.timers;
  return { SCHEDULER_GROUP: group, SCHEDULER_ROLE_ARN: role.roleArn, QUEUE_TIMERS_ARN: queue.queueArn };
}

function realtimeVariables(cloud: Cloud, touches: readonly Touch[]): Record<string, string> {
  const uses = new Set(touches.flatMap((touch) => ('realtime' in touch ? [touch.realtime] : [])));
  return {
    ...((uses.has('sign') || uses.has('verify')) && { REALTIME_KEY: keyOf(cloud) }),
    ...(uses.has('sign') && {
      REALTIME_HOST: realtimeOf(cloud).httpHost,
      REALTIME_URL: `wss://${realtimeOf(cloud).realtimeHost}/event/realtime`,
    }),
    ...(uses.has('publish') && { REALTIME_PUBLISH_URL: `https://${realtimeOf(cloud).httpHost}/event` }),
  };
}

function keyOf({ realtimeKey }: Cloud): string {
  if (!realtimeKey) throw new Error('a unit signs or reads subscriber tokens, but no operation authorizes realtime');
  return realtimeKey;
}
