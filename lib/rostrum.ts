import type { App } from 'aws-cdk-lib';
import { units as manifestUnits } from '../functions/manifest.ts';
import type { UnitEntry } from '../functions/runtime/manifest.ts';
import type { ConfigFile } from './config-file.ts';
import { ApiStack } from './stacks/api.ts';
import { DataStack } from './stacks/data.ts';
import { WorkersStack } from './stacks/workers.ts';

export type RostrumProps = {
  readonly file: ConfigFile;
  /** @default the manifest's */
  readonly units?: readonly UnitEntry[];
  /** Directory of each unit's bundle. */
  readonly bundles: Readonly<Record<string, string>>;
};

/** All stacks of a deployment. Each needs only those before it: data, then workers, then the API. */
export function createStacks(app: App, props: RostrumProps) {
  const { units = manifestUnits, bundles } = props;
  const { config, configText } = props.file;
  const data = new DataStack(app, 'RostrumData', { config });
  const { tables, signIn } = data;
  const workers = new WorkersStack(app, 'RostrumWorkers', {
    units,
    cloud: { config, configText, bundles, tables, signIn },
  });
  const api = new ApiStack(app, 'RostrumApi', { units, cloud: workers.cloud });
  return { data, workers, api };
}
