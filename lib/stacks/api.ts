import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { UnitEntry } from '../../functions/runtime/manifest.ts';
import { type Cloud, isHttpUnit } from '../cloud.ts';
import { Gateway } from '../constructs/gateway.ts';
import { RoomFunction } from '../constructs/room-function.ts';

export type ApiProps = { readonly units: readonly UnitEntry[]; readonly cloud: Cloud };

/** The HTTP API and the units behind its routes. */
export class ApiStack extends Stack {
  /** Of the HTTP API; its metrics are found by it. */
  readonly apiId: string;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id, { description: 'Rostrum: the HTTP API' });
    const { cloud } = props;
    const gateway = new Gateway(this, 'Gateway', { config: cloud.config, signIn: cloud.signIn });
    const environment: Record<string, string> = cloud.config.domain ? {} : { ROSTRUM_PUBLIC_URL: gateway.url };
    for (const unit of props.units.filter(isHttpUnit)) {
      const { lambda } = new RoomFunction(this, unit.name, { unit, cloud, environment });
      gateway.serve(unit, lambda);
    }
    gateway.open();
    this.apiId = gateway.apiId;
    new CfnOutput(this, 'Url', { value: gateway.url });
  }
}
