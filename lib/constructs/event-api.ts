import { Duration } from 'aws-cdk-lib';
import { AppSyncAuthorizationType, EventApi } from 'aws-cdk-lib/aws-appsync';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { named, type Realtime } from '../cloud.ts';

/** The first segment of every channel. */
const namespace = 'rostrum';

/** The Event API: clients connect and subscribe with a token that the authorizer reads; only roles publish. */
export class RealtimeApi extends Construct implements Realtime {
  readonly namespaceArn: string;
  readonly httpHost: string;
  readonly realtimeHost: string;

  constructor(scope: Construct, id: string, props: { readonly authorizer: IFunction }) {
    super(scope, id);
    const { LAMBDA, IAM } = AppSyncAuthorizationType;
    // Nothing is cached: a token that has expired, or a channel that was rotated, is refused at once.
    const lambdaAuthorizerConfig = { handler: props.authorizer, resultsCacheTtl: Duration.seconds(0) };
    const api = new EventApi(this, 'Api', {
      apiName: named('realtime'),
      authorizationConfig: {
        authProviders: [{ authorizationType: LAMBDA, lambdaAuthorizerConfig }, { authorizationType: IAM }],
        connectionAuthModeTypes: [LAMBDA],
        defaultSubscribeAuthModeTypes: [LAMBDA],
        defaultPublishAuthModeTypes: [IAM],
      },
    });
    this.namespaceArn = api.addChannelNamespace('Namespace', { channelNamespaceName: namespace }).channelNamespaceArn;
    this.httpHost = api.httpDns;
    this.realtimeHost = api.realtimeDns;
  }
}
