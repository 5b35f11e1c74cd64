import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { TableAction, TableName, Touch } from '../../functions/runtime/manifest.ts';
import type { Cloud } from '../cloud.ts';

const actionsOf: Readonly<Record<TableAction, readonly string[]>> = {
  get: ['GetItem', 'BatchGetItem'],
  query: ['Query'],
  check: ['ConditionCheckItem'],
  put: ['PutItem'],
  update: ['UpdateItem'],
  delete: ['DeleteItem'],
};

/** One statement for each set of prefixes that some actions share: few statements, and no action gains a prefix. */
export function itemStatements(cloud: Cloud, touches: readonly Touch[]): PolicyStatement[] {
  const grants = new Map<string, { table: TableName; prefixes: readonly string[]; actions: string[] }>();
  for (const { table, action, prefixes } of reachOf(touches)) {
    const grant = grants.get(`${table} ${prefixes}`) ?? { table, prefixes, actions: [] };
    grant.actions.push(...actionsOf[action].map((name) => `dynamodb:${name}`));
    grants.set(`${table} ${prefixes}`, grant);
  }
  return [...grants.values()].map(
    ({ table, prefixes, actions }) =>
      new PolicyStatement({
        actions,
        resources: [cloud.tables[table].tableArn],
        // ForAllValues holds for a request without keys (a Scan, say): Null false closes that door.
        conditions: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': prefixes.map((prefix) => `${prefix}*`) },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      }),
  );
}

type Reach = { readonly table: TableName; readonly action: TableAction; readonly prefixes: readonly string[] };

/** For each table and action the prefixes it is needed for, sorted, so that equal sets read the same. */
function reachOf(touches: readonly Touch[]): Reach[] {
  const single = touches.flatMap((touch) =>
    'prefix' in touch ? touch.may.map((action) => ({ table: touch.table, action, prefix: touch.prefix })) : [],
  );
  return Object.values(Object.groupBy(single, ({ table, action }) => `${table} ${action}`)).flatMap((group = []) => {
    const prefixes = [...new Set(group.map(({ prefix }) => prefix))].sort();
    return group.slice(0, 1).map(({ table, action }) => ({ table, action, prefixes }));
  });
}

/** Queries of indexes stand apart: an index has keys of its own, so no leading key can be asked for. */
export function indexStatements(cloud: Cloud, touches: readonly Touch[]): PolicyStatement[] {
  const arns = touches.flatMap((touch) =>
    'index' in touch ? [`${cloud.tables[touch.table].tableArn}/index/${touch.index}`] : [],
  );
  const resources = [...new Set(arns)];
  return resources.length === 0 ? [] : [new PolicyStatement({ actions: ['dynamodb:Query'], resources })];
}
