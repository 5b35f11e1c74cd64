import type { Json, JsonObject, RoleModel } from '../model.ts';
import { isList, isObject, toList, toObject, toText } from './json.ts';
import { allowOnly } from './properties.ts';
import type { Resource, World } from './world.ts';

const known = [
  'AssumeRolePolicyDocument',
  'Description',
  'ManagedPolicyArns',
  'MaxSessionDuration',
  'Path',
  'Policies',
  'RoleName',
];

const logs = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
/** Policies of AWS that templates may name. Any other is refused. */
const managedPolicies: Readonly<Record<string, readonly string[]>> = {
  'service-role/AWSLambdaBasicExecutionRole': logs,
  AWSXRayDaemonWriteAccess: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
};

const asList = (value: Json | undefined): readonly Json[] =>
  isList(value) ? value : value === undefined ? [] : [value];

function statementsOf(document: Json | undefined, label: string): readonly JsonObject[] {
  const policy = toObject(document, `${label} policy document`);
  return asList(policy['Statement']).map((statement) => toObject(statement, `${label} statement`));
}

function managedStatements(resource: Resource): readonly JsonObject[] {
  return toList(resource.read('ManagedPolicyArns'), resource.label).map((value) => {
    const arn = toText(value, `${resource.label} ManagedPolicyArns`);
    const actions = managedPolicies[arn.replace('arn:aws:iam::aws:policy/', '')];
    if (actions === undefined) throw new Error(`${resource.label}: the embedded cloud does not know the policy ${arn}`);
    return { Effect: 'Allow', Action: actions, Resource: '*' };
  });
}

function inlineStatements(resource: Resource): readonly JsonObject[] {
  return toList(resource.read('Policies'), resource.label).flatMap((policy) =>
    statementsOf(toObject(policy, resource.label)['PolicyDocument'], resource.label),
  );
}

// Policies that are resources of their own name their roles by role name.
function attachedStatements(resource: Resource, world: World): readonly JsonObject[] {
  return world.resources
    .filter(({ type }) => type === 'AWS::IAM::Policy' || type === 'AWS::IAM::ManagedPolicy')
    .filter((policy) => toList(policy.read('Roles'), policy.label).includes(resource.name))
    .flatMap((policy) => statementsOf(policy.read('PolicyDocument'), policy.label));
}

function readTrust(resource: Resource): readonly string[] {
  return statementsOf(resource.read('AssumeRolePolicyDocument'), resource.label)
    .filter((statement) => statement['Effect'] === 'Allow' && isObject(statement['Principal']))
    .flatMap((statement) => asList(toObject(statement['Principal'], resource.label)['Service']))
    .map((service) => toText(service, `${resource.label} trust`));
}

/** A role with all its statements: inline, attached, and managed by AWS. */
export function toRole(resource: Resource, world: World): RoleModel {
  allowOnly(resource, known);
  return {
    arn: toText(resource.address.attributes['Arn'], resource.label),
    statements: [...managedStatements(resource), ...inlineStatements(resource), ...attachedStatements(resource, world)],
    trustedServices: readTrust(resource),
  };
}
