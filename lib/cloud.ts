import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Config } from '../domain/policy.ts';
import type { SecretName, TableName, UnitEntry } from '../functions/runtime/manifest.ts';

/** Who signs people in: the issuer's URL and the audiences (client ids) whose tokens are accepted. */
export type SignIn = { readonly issuer: string; readonly audience: readonly string[] };

/** One-off schedules of rooms: their group, and the role they put a message into the `timers` queue with. */
export type RoomTimers = { readonly group: string; readonly role: IRole; readonly queue: IQueue };

/** Where frames are published and heard: the namespace's arn, and the hosts of the Event API. */
export type Realtime = { readonly namespaceArn: string; readonly httpHost: string; readonly realtimeHost: string };

/** What every unit may refer to: the parts of the cloud that exist before any function does. */
export type Cloud = {
  readonly config: Config;
  /** The config file as the operator wrote it, for the runtime to read by the same reader. */
  readonly configText: string;
  readonly tables: Readonly<Record<TableName, ITableV2>>;
  readonly signIn: SignIn;
  readonly secrets: Readonly<Record<SecretName, ISecret>>;
  /** The manifest's queues by name. */
  readonly queues: ReadonlyMap<string, IQueue>;
  readonly timers?: RoomTimers;
  /** What subscriber tokens are signed with, as a dynamic reference: CloudFormation fills it in. */
  readonly realtimeKey?: string;
  /** Not there for the authorizer: the Event API is made after it. */
  readonly realtime?: Realtime;
  /** Directory of each unit's bundle. */
  readonly bundles: Readonly<Record<string, string>>;
};

/** Whether requests come to the unit. */
export const isHttpUnit = (unit: UnitEntry): boolean => unit.operations.some(({ trigger }) => 'http' in trigger);

/** Whether the realtime service asks the unit who may subscribe. */
export const isAuthorizerUnit = (unit: UnitEntry): boolean =>
  unit.operations.some(({ trigger }) => 'authorizes' in trigger);

/** Whether the unit works on what nobody waits for: all that is neither for requests nor for the realtime service. */
export const isWorkerUnit = (unit: UnitEntry): boolean => !(isHttpUnit(unit) || isAuthorizerUnit(unit));

/** Physical names: stable from deployment to deployment, because operators, runbook and runtime look things up by them. */
export const named = (name: string): string => `rostrum-${name}`;
