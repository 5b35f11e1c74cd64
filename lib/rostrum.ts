import type { App } from 'aws-cdk-lib';
import { units as manifestUnits } from '../functions/manifest.ts';
import type { UnitEntry } from '../functions/runtime/manifest.ts';
import { isAuthorizerUnit } from './cloud.ts';
import type { ConfigFile } from './config-file.ts';
import { ApiStack } from './stacks/api.ts';
import { DataStack } from './stacks/data.ts';
import { ObservabilityStack } from './stacks/observability.ts';
import { RealtimeStack } from './stacks/realtime.ts';
import { WorkersStack } from './stacks/workers.ts';

export type RostrumProps = {
  readonly file: ConfigFile;
  /** @default the manifest's */
  readonly units?: readonly UnitEntry[];
  /** Directory of each unit's bundle. */
  readonly bundles: Readonly<Record<string, string>>;
};

/** All stacks of a deployment. Each needs only those before it: data, realtime, workers, the API, then what watches them. */
export function createStacks(app: App, props: RostrumProps) {
  const { units = manifestUnits, bundles } = props;
  const { config, configText } = props.file;
  const data = new DataStack(app, 'RostrumData', { config });
  const { tables, signIn, secrets } = data;
  const cloud = { config, configText, bundles, tables, signIn, secrets };
  const authorizer = authorizerOf(units);
  const realtime = authorizer && new RealtimeStack(app, 'RostrumRealtime', { authorizer, cloud });
  const workers = new WorkersStack(app, 'RostrumWorkers', { units, cloud: realtime?.cloud ?? cloud });
  const api = new ApiStack(app, 'RostrumApi', { units, cloud: workers.cloud });
  const observability = new ObservabilityStack(app, 'RostrumObservability', { units, config, apiId: api.apiId });
  return { data, ...(realtime && { realtime }), workers, api, observability };
}

/** The unit that the Event API asks, if any. It is made before all workers, so it can be nothing else. */
function authorizerOf(units: readonly UnitEntry[]): UnitEntry | undefined {
  const [authorizer, ...others] = units.filter(isAuthorizerUnit);
  if (others.length > 0) throw new Error('two units authorize realtime; an Event API asks one');
  if (authorizer && authorizer.operations.length > 1)
    throw new Error(`the unit ${authorizer.name} authorizes realtime and must do nothing else`);
  return authorizer;
}
