import { App, CfnOutput, Duration, Fn, Stack } from 'aws-cdk-lib';
import { CfnApi, CfnAuthorizer, CfnIntegration, CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { AttributeType, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as Lambda, Runtime, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Queue } from 'aws-cdk-lib/aws-sqs';

export type Change = (stack: Stack) => void;

function addApi(stack: Stack, lambda: Lambda, pool: UserPool, clientId: string): void {
  const api = new CfnApi(stack, 'Api', {
    name: 'small',
    protocolType: 'HTTP',
    corsConfiguration: {
      allowOrigins: ['https://page.example'],
      allowMethods: ['GET'],
      allowHeaders: ['Authorization'],
    },
  });
  const integration = new CfnIntegration(stack, 'Integration', {
    apiId: api.ref,
    integrationType: 'AWS_PROXY',
    integrationUri: lambda.functionArn,
    payloadFormatVersion: '2.0',
  });
  const authorizer = new CfnAuthorizer(stack, 'Authorizer', {
    apiId: api.ref,
    name: 'sign-in',
    authorizerType: 'JWT',
    identitySource: ['$request.header.Authorization'],
    jwtConfiguration: {
      issuer: Fn.join('', ['https://cognito-idp.', stack.region, '.amazonaws.com/', pool.userPoolId]),
      audience: [clientId],
    },
  });
  const target = `integrations/${integration.ref}`;
  new CfnRoute(stack, 'Open', { apiId: api.ref, routeKey: 'GET /things/{id}', target });
  new CfnRoute(stack, 'Guarded', {
    apiId: api.ref,
    routeKey: 'POST /things',
    target,
    authorizationType: 'JWT',
    authorizerId: authorizer.ref,
  });
  new CfnStage(stack, 'Stage', {
    apiId: api.ref,
    stageName: '$default',
    autoDeploy: true,
    defaultRouteSettings: { throttlingRateLimit: 100, throttlingBurstLimit: 200 },
    routeSettings: { 'POST /things': { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10 } },
  });
}

function addWorkers(stack: Stack, lambda: Lambda, table: TableV2): void {
  const dead = new Queue(stack, 'Dead', { queueName: 'small-dead' });
  const queue = new Queue(stack, 'Queue', {
    queueName: 'small-work',
    visibilityTimeout: Duration.seconds(60),
    deadLetterQueue: { queue: dead, maxReceiveCount: 5 },
  });
  queue.grantSendMessages(lambda);
  lambda.addEnvironment('QUEUE_URL', queue.queueUrl);
  lambda.addEventSource(new SqsEventSource(queue, { reportBatchItemFailures: true, maxConcurrency: 2 }));
  lambda.addEventSource(
    new DynamoEventSource(table, { startingPosition: StartingPosition.TRIM_HORIZON, bisectBatchOnError: true }),
  );
  new Rule(stack, 'Hourly', { schedule: Schedule.rate(Duration.hours(1)), targets: [new LambdaFunction(lambda)] });
  new Rule(stack, 'Facts', {
    eventPattern: { source: ['app'] },
    targets: [new SqsQueue(queue, { deadLetterQueue: dead })],
  });
  new CfnScheduleGroup(stack, 'Group', { name: 'small-rooms' });
}

/** Two stacks with one of everything the embedded cloud runs; `directory` is the function's asset. */
export function synthesizeSmallStacks(outdir: string, directory: string, change: Change = () => {}): string {
  const app = new App({ outdir, analyticsReporting: false });
  const store = new Stack(app, 'store');
  const table = new TableV2(store, 'Things', {
    tableName: 'small-things',
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
    timeToLiveAttribute: 'expiresAt',
    globalSecondaryIndexes: [
      {
        indexName: 'by-owner',
        partitionKeys: [
          { name: 'owner', type: AttributeType.STRING },
          { name: 'shard', type: AttributeType.NUMBER },
        ],
      },
    ],
  });
  const pool = new UserPool(store, 'People');
  const client = pool.addClient('Web');
  const api = new Stack(app, 'api');
  const lambda = new Lambda(api, 'Echo', {
    functionName: 'small-echo',
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromAsset(directory),
    timeout: Duration.seconds(10),
    memorySize: 512,
    environment: { TABLE: table.tableName, ISSUER: pool.userPoolProviderUrl },
  });
  table.grantReadData(lambda);
  addApi(api, lambda, pool, client.userPoolClientId);
  addWorkers(api, lambda, table);
  new CfnOutput(api, 'Url', { value: 'unused' });
  change(api);
  app.synth();
  return outdir;
}
