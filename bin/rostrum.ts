import { join, resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import { readConfigFile } from '../lib/config-file.ts';
import { createStacks } from '../lib/rostrum.ts';
import { bundleUnits } from '../tools/bundle.ts';

const { ROSTRUM_CONFIG, CDK_VALIDATION } = process.env;
const root = resolve(import.meta.dirname, '..');
const file = readConfigFile(ROSTRUM_CONFIG ?? join(root, 'rostrum.config.json'));
const bundles = await bundleUnits({ outDir: join(root, 'dist/units') });

// CDK_OUTDIR says where the assembly goes; CDK_VALIDATION=false leaves the checks out: a local start wants its second.
const app = new App({ context: { '@aws-cdk/core:defaultCrossStackReferences': 'strong' } });
createStacks(app, { file, bundles });
if (CDK_VALIDATION !== 'false') {
  const { addChecks } = await import('../lib/checks.ts');
  addChecks(app);
}
app.synth();
