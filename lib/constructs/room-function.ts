import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { UnitEntry } from '../../functions/runtime/manifest.ts';
import { type Cloud, isWorkerUnit, named } from '../cloud.ts';
import { reservedConcurrencyOf } from '../lanes.ts';
import { acknowledge } from './acknowledge.ts';
import { environmentOf } from './environment.ts';
import { acceptedWildcards, statementsFor } from './grants.ts';

export type RoomFunctionProps = {
  readonly unit: UnitEntry;
  readonly cloud: Cloud;
  /** Takes what fails for good; only for units that rules invoke, which is the only asynchronous way in. @default none */
  readonly deadLetters?: IQueue;
  /** Joins the variables that every function gets. @default none */
  readonly environment?: Readonly<Record<string, string>>;
};

const isNeverAsynchronous = 'Nobody invokes it asynchronously: its callers, queues and streams keep what failed.';

/** Megabytes, and seconds where somebody waits (the gateway 30 at most, AppSync 10) and for workers, unless the manifest says more. */
const defaults = { memory: 512, awaitedTimeout: 10, workerTimeout: 60 } as const;

/** Seconds the unit may run: the most that one of its operations asks for. */
export function timeoutSecondsOf(unit: UnitEntry): number {
  const usual = isWorkerUnit(unit) ? defaults.workerTimeout : defaults.awaitedTimeout;
  return Math.max(...unit.operations.map(({ timeout }) => timeout ?? usual));
}

/** One deployment unit: its function, a role made of what its operations touch and its log group. */
export class RoomFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: RoomFunctionProps) {
    super(scope, id);
    const { unit, cloud } = props;
    const touches = unit.operations.flatMap((operation) => operation.touches);
    const logGroup = this.logGroupOf(unit);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    for (const statement of statementsFor(this, cloud, touches)) role.addToPolicy(statement);
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName: named(unit.name),
      description: unit.operations
        .map(({ name }) => name)
        .join(', ')
        .slice(0, 256),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(this.bundleOf(unit, cloud)),
      reservedConcurrentExecutions: reservedConcurrencyOf(unit, cloud.config),
      memorySize: Math.max(...unit.operations.map(({ memory }) => memory ?? defaults.memory)),
      timeout: Duration.seconds(timeoutSecondsOf(unit)),
      tracing: Tracing.ACTIVE,
      role,
      logGroup,
      environment: { ...environmentOf(cloud, touches), ...props.environment },
      ...(props.deadLetters && { deadLetterQueue: props.deadLetters }),
    });
    for (const { id, reason } of acceptedWildcards(touches)) acknowledge(role, id, reason);
    if (!props.deadLetters) acknowledge(this.lambda, 'Serverless-LambdaDLQ', isNeverAsynchronous);
  }

  private logGroupOf(unit: UnitEntry): LogGroup {
    return new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${named(unit.name)}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  private bundleOf(unit: UnitEntry, cloud: Cloud): string {
    const directory = cloud.bundles[unit.name];
    if (!directory) throw new Error(`the unit ${unit.name} has no bundle`);
    return directory;
  }
}
