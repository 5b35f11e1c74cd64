import { isObject } from '../assembly/json.ts';
import { readBody } from '../bus/wire-input.ts';
import type { Ask, JsonObject, WireRequest } from '../model.ts';

const operationOf: Readonly<Record<string, string>> = {
  POST: 'CreateSchedule',
  PUT: 'UpdateSchedule',
  GET: 'GetSchedule',
  DELETE: 'DeleteSchedule',
};

/** Query parameters and what they are called as members of a call. */
const memberOf: Readonly<Record<string, string>> = {
  groupName: 'GroupName',
  clientToken: 'ClientToken',
  ScheduleGroup: 'GroupName',
  NamePrefix: 'NamePrefix',
  State: 'State',
  MaxResults: 'MaxResults',
  NextToken: 'NextToken',
};

function readQuery(query: URLSearchParams): JsonObject {
  const members = [...query]
    .filter(([name]) => name !== 'x-id')
    .map(([name, value]) => [memberOf[name] ?? name, value]);
  return Object.fromEntries(members);
}

/** Finds the operation: `/schedules` or `/schedules/{Name}`. Groups and tags are not done. */
export function route(request: WireRequest): { readonly operation: string; readonly input: JsonObject } | undefined {
  const [, collection, name, ...more] = request.path.split('/');
  if (collection !== 'schedules' || more.length > 0) return undefined;
  if (!name)
    return request.method === 'GET' ? { operation: 'ListSchedules', input: readQuery(request.query) } : undefined;
  const operation = operationOf[request.method];
  if (operation === undefined) return undefined;
  return { operation, input: { ...readBody(request), ...readQuery(request.query), Name: decodeURIComponent(name) } };
}

function textOf(input: JsonObject, name: string): string | undefined {
  const value = input[name];
  return typeof value === 'string' ? value : undefined;
}

/** The schedule's own permission and, where a role is handed over, iam:PassRole on it. */
export function asks(operation: string, input: JsonObject, arnOf: (group: string, name: string) => string): Ask[] {
  const group = textOf(input, 'GroupName') ?? (operation === 'ListSchedules' ? '*' : 'default');
  const action = `scheduler:${operation}`;
  const own = {
    action,
    resource: operation === 'ListSchedules' ? arnOf(group, '*') : arnOf(group, textOf(input, 'Name') ?? ''),
  };
  const target = isObject(input['Target']) ? input['Target'] : {};
  const roleArn = textOf(target, 'RoleArn');
  if (roleArn === undefined) return [own];
  const context = { 'iam:passedtoservice': ['scheduler.amazonaws.com'] };
  return [own, { action: 'iam:PassRole', resource: roleArn, context }];
}
