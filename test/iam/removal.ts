import type { CloudModel, FunctionModel, Json, JsonObject, RoleModel } from '../../local/model.ts';
import { unitOf } from './recording.ts';
import { type Word, wordOf } from './words.ts';

/** One action on one resource with its patterns of keys, if it has any: a statement taken apart as far as it may be. */
type Grant = {
  readonly statement: JsonObject;
  readonly action: string;
  readonly resource: string;
  readonly keys: readonly string[] | undefined;
};
const leadingKeys = 'dynamodb:LeadingKeys';

/** What a unit's role allows, as words; what no touch grants is written in full. */
export function wordsGranted(model: CloudModel, unit: string): ReadonlySet<Word> {
  const grants = roleOf(model, unit).statements.flatMap(grantsIn);
  return new Set(
    grants.flatMap(({ action, resource, keys = [undefined] }) => keys.map((key) => wordOf(action, resource, key))),
  );
}

/** The model with one grant of one unit taken away and nothing else changed. */
export function without(model: CloudModel, unit: string, word: Word): CloudModel {
  const role = roleOf(model, unit);
  const statements = role.statements.flatMap((statement) => grantsIn(statement).flatMap((grant) => rest(grant, word)));
  return { ...model, roles: model.roles.map((one) => (one === role ? { ...role, statements } : one)) };
}

function roleOf(model: CloudModel, unit: string): RoleModel {
  const owner = model.functions.find(({ name }: FunctionModel) => unitOf(name) === unit);
  const role = model.roles.find(({ arn }) => arn === owner?.roleArn);
  if (!role) throw new Error(`The template has no function for the unit ${unit}`);
  return role;
}

const grantsIn = (statement: JsonObject): Grant[] =>
  textsOf(statement['Action']).flatMap((action) =>
    textsOf(statement['Resource']).map((resource) => ({ statement, action, resource, keys: keysIn(statement) })),
  );

/** What the word leaves of a grant. Patterns of keys stay in one statement: a call with several keys needs them together. */
function rest({ statement, action, resource, keys }: Grant, word: Word): JsonObject[] {
  const single = { ...statement, Action: action, Resource: resource };
  if (!keys) return wordOf(action, resource, undefined) === word ? [] : [single];
  const kept = keys.filter((key) => wordOf(action, resource, key) !== word);
  const condition = { ...toObject(statement['Condition']), 'ForAllValues:StringLike': { [leadingKeys]: kept } };
  return kept.length === 0 ? [] : [{ ...single, Condition: condition }];
}

function keysIn({ Condition: condition }: JsonObject): readonly string[] | undefined {
  const keys = toObject(toObject(condition)['ForAllValues:StringLike'])[leadingKeys];
  return keys === undefined ? undefined : textsOf(keys);
}

const textsOf = (value: Json | undefined): readonly string[] =>
  [value].flat().filter((text): text is string => typeof text === 'string');
const toObject = (value: Json | undefined) => (value ?? {}) as JsonObject;
