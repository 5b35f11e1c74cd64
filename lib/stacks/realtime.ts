import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { UnitEntry } from '../../functions/runtime/manifest.ts';
import type { Cloud } from '../cloud.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { RealtimeApi } from '../constructs/event-api.ts';
import { RoomFunction } from '../constructs/room-function.ts';

export type RealtimeProps = {
  /** The unit that says who may subscribe. It cannot publish: the Event API needs it, so it cannot need the Event API. */
  readonly authorizer: UnitEntry;
  readonly cloud: Omit<Cloud, 'queues' | 'timers' | 'realtime' | 'realtimeKey'>;
};

const isRenewedByHand =
  'Tokens live 15 minutes: a new value is put in by hand and deployed, which a rotation function could not do.';

/** Realtime: the Event API, who may listen to what, and the key that subscriber tokens are signed with. */
export class RealtimeStack extends Stack {
  /** The cloud with a place to publish to. */
  readonly cloud: Omit<Cloud, 'queues' | 'timers'>;

  constructor(scope: Construct, id: string, props: RealtimeProps) {
    super(scope, id, { description: 'Rostrum: realtime channels and who may listen to them' });
    const { authorizer, cloud } = props;
    const realtimeKey = this.createKey();
    const { lambda } = new RoomFunction(this, authorizer.name, {
      unit: authorizer,
      cloud: { ...cloud, realtimeKey, queues: new Map() },
    });
    const realtime = new RealtimeApi(this, 'Realtime', { authorizer: lambda });
    this.cloud = { ...cloud, realtimeKey, realtime };
    new CfnOutput(this, 'Url', { value: `wss://${realtime.realtimeHost}/event/realtime` });
    new CfnOutput(this, 'Host', { value: realtime.httpHost });
  }

  private createKey(): string {
    const secret = new Secret(this, 'Key', {
      description: 'Signs the tokens that people subscribe with',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    });
    acknowledge(secret, 'AwsSolutions-SMG4', isRenewedByHand);
    // It ends as a dynamic reference in functions' environments, so that authorizing makes no call; the template holds no value.
    return secret.secretValue.unsafeUnwrap();
  }
}
