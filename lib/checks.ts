import {
  type App,
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyValidationPluginReport,
  Validations,
} from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { lossesOf, type RecordedResource, readRecorded, statefulIn } from './recorded-ids.ts';

/**
 * Has both cdk-nag packs look at every synthesis, and compares what holds people's data with what earlier deployments made
 * (`recorded`, lib/recorded-ids.json unless given); an error fails it.
 */
export function addChecks(app: App, recorded: readonly RecordedResource[] = readRecorded()): void {
  Validations.of(app).addPlugins(
    new AwsSolutionsChecks(app),
    new ServerlessChecks(app),
    new NothingIsReplaced(recorded),
  );
}

/** Fails a synthesis whose deployment would replace a table, the accounts, a secret, a queue or an address. */
class NothingIsReplaced implements IPolicyValidationPlugin {
  readonly name = 'rostrum-recorded-ids';
  private readonly recorded: readonly RecordedResource[];

  constructor(recorded: readonly RecordedResource[]) {
    this.recorded = recorded;
  }

  validate({ templatePaths }: IPolicyValidationContext): PolicyValidationPluginReport {
    const violations = lossesOf(this.recorded, statefulIn(templatePaths)).map(({ resource, says }) => ({
      ruleName: 'stateful-resources-stay',
      description: says,
      fix: 'Keep its construct path and properties, or see "When a stateful resource must change" in docs/upgrading.md',
      severity: 'error',
      violatingResources: [
        { resourceLogicalId: resource.logicalId, locations: [], templatePath: `${resource.stack}.template.json` },
      ],
    }));
    return { success: violations.length === 0, violations };
  }
}
