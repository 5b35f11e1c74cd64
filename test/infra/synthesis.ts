import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { UnitEntry } from '../../functions/runtime/manifest.ts';
import { readConfigFile } from '../../lib/config-file.ts';
import { createStacks } from '../../lib/rostrum.ts';
import { emptyBundles } from './fixture.ts';

// The template validation of the library takes half a second a synthesis; checks.test.ts runs it once, with all checks.
process.env['CDK_VALIDATION'] = 'false';

/** The stacks of some units under the shipped config, with `{…}` of the config replaced. */
export function createdStacks(units: readonly UnitEntry[], changes: object = {}) {
  const file = readConfigFile(join(import.meta.dirname, '../../rostrum.config.json'));
  const app = new App();
  const config = { ...file.config, ...changes };
  const stacks = createStacks(app, { file: { ...file, config }, units, bundles: emptyBundles(units) });
  return { app, stacks };
}

export function templatesOf(units: readonly UnitEntry[], changes: object = {}) {
  const { data, realtime, workers, api, observability } = createdStacks(units, changes).stacks;
  return {
    data: Template.fromStack(data),
    ...(realtime && { realtime: Template.fromStack(realtime) }),
    workers: Template.fromStack(workers),
    api: Template.fromStack(api),
    observability: Template.fromStack(observability),
  };
}

export type Templates = ReturnType<typeof templatesOf>;
export type Resource = { readonly id: string; readonly type: string; readonly properties: Record<string, unknown> };

/** Resources of all stacks (or of one), of one type. */
export function resourcesOf(templates: Templates, type: string): Resource[] {
  return Object.values(templates).flatMap((template) =>
    Object.entries(template.findResources(type)).map(([id, { Properties }]) => ({ id, type, properties: Properties })),
  );
}

export type Statement = {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
};

const toStatements = (document: unknown): Statement[] => (document as { Statement: Statement[] }).Statement;

/** What roles may do: the statements of every policy attached to a role, with the names of the actions as a list. */
export function roleStatements(templates: Templates): (Statement & { actions: string[]; policy: string })[] {
  return resourcesOf(templates, 'AWS::IAM::Policy').flatMap(({ id, properties }) =>
    toStatements(properties['PolicyDocument']).map((statement) => ({
      ...statement,
      actions: [statement.Action].flat(),
      policy: id,
    })),
  );
}
