import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnApi, CfnAuthorizer, CfnIntegration, CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Config } from '../../domain/policy.ts';
import type { UnitEntry } from '../../functions/runtime/manifest.ts';
import type { SignIn } from '../cloud.ts';
import { type Lane, laneOf, type Throttle, throttlesOf } from '../lanes.ts';
import { acknowledge } from './acknowledge.ts';
import { accessLogFormat, corsDefaults, type HttpOperation, httpOperations } from './gateway-settings.ts';

export type GatewayProps = { readonly config: Config; readonly signIn: SignIn };

/**
 * The HTTP API, written with its plain resources: the construct library's routes would bring a permission and an
 * integration each, and CloudFormation allows 500 resources a stack.
 */
export class Gateway extends Construct {
  readonly url: string;
  readonly apiId: string;
  private readonly api: CfnApi;
  private readonly authorizer: CfnAuthorizer;
  private readonly routes: CfnRoute[] = [];
  private readonly lanes: Readonly<Record<Lane, Throttle>>;
  private readonly throttles: Record<string, Throttle> = {};

  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id);
    const { allowedOrigins } = props.config;
    this.lanes = throttlesOf(props.config);
    this.api = new CfnApi(this, 'Api', {
      name: 'rostrum',
      protocolType: 'HTTP',
      ...(allowedOrigins.length > 0 && { corsConfiguration: { ...corsDefaults, allowOrigins: [...allowedOrigins] } }),
    });
    this.url = this.api.attrApiEndpoint;
    this.apiId = this.api.ref;
    this.authorizer = new CfnAuthorizer(this, 'Authorizer', {
      apiId: this.api.ref,
      name: 'sign-in',
      authorizerType: 'JWT',
      identitySource: ['$request.header.Authorization'],
      jwtConfiguration: { issuer: props.signIn.issuer, audience: [...props.signIn.audience] },
    });
  }

  /** Puts a unit's routes before its function, with one integration and one permission for all of them. */
  serve(unit: UnitEntry, lambda: IFunction): void {
    const stack = Stack.of(this);
    const integration = new CfnIntegration(this, `Unit-${unit.name}`, {
      apiId: this.api.ref,
      integrationType: 'AWS_PROXY',
      integrationUri: lambda.functionArn,
      payloadFormatVersion: '2.0',
    });
    lambda.addPermission('Gateway', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: stack.formatArn({ service: 'execute-api', resource: this.api.ref, resourceName: '*/*' }),
    });
    for (const operation of httpOperations(unit)) this.addRoute(operation, integration);
  }

  /** Opens the stage; called last, because a stage's route settings need every route to exist. */
  open(): void {
    const accessLog = new LogGroup(this, 'AccessLog', {
      // vendedlogs: names outside it each eat of the 5 120 characters that the log service's one policy may have.
      logGroupName: '/aws/vendedlogs/rostrum/access',
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const { read } = this.lanes;
    const stage = new CfnStage(this, 'Stage', {
      apiId: this.api.ref,
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: { destinationArn: accessLog.logGroupArn, format: accessLogFormat },
      defaultRouteSettings: { throttlingRateLimit: read.ratePerSecond, throttlingBurstLimit: read.burst },
      routeSettings: Object.fromEntries(
        Object.entries(this.throttles).map(([route, { ratePerSecond, burst }]) => [
          route,
          { ThrottlingRateLimit: ratePerSecond, ThrottlingBurstLimit: burst },
        ]),
      ),
    });
    for (const route of this.routes) stage.addResourceDependency(route);
  }

  private addRoute(operation: HttpOperation, integration: CfnIntegration): void {
    const { http, auth } = operation.trigger;
    const route = new CfnRoute(this, `Route-${operation.name}`, {
      apiId: this.api.ref,
      routeKey: http,
      target: `integrations/${integration.ref}`,
      ...(auth === 'user'
        ? { authorizationType: 'JWT', authorizerId: this.authorizer.ref }
        : { authorizationType: 'NONE' }),
    });
    if (auth !== 'user') acknowledge(route, 'AwsSolutions-APIG4', auth.none);
    this.routes.push(route);
    this.throttles[http] = this.lanes[laneOf(operation)];
  }
}
