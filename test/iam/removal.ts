import type { CloudModel, FunctionModel, Json, JsonObject, RoleModel } from '../../local/model.ts';
import { unitOf } from './recording.ts';
import { type Word, wordOf } from './words.ts';

/** One action on one resource for one pattern of keys: what a statement says, taken apart. */
type Grant = { readonly word: Word; readonly statement: JsonObject };
const leadingKeys = 'dynamodb:LeadingKeys';

/** What a unit's role allows, as words; what no touch grants is written in full. */
export function wordsGranted(model: CloudModel, unit: string): ReadonlySet<Word> {
  return new Set(roleOf(model, unit).statements.flatMap((statement) => grantsIn(statement).map(({ word }) => word)));
}

/** The model with one grant of one unit taken away and nothing else changed. */
export function without(model: CloudModel, unit: string, word: Word): CloudModel {
  const role = roleOf(model, unit);
  const kept = role.statements.flatMap((statement) => grantsIn(statement).filter((grant) => grant.word !== word));
  const poorer: RoleModel = { ...role, statements: kept.map(({ statement }) => statement) };
  return { ...model, roles: model.roles.map((one) => (one === role ? poorer : one)) };
}

function roleOf(model: CloudModel, unit: string): RoleModel {
  const owner = model.functions.find(({ name }: FunctionModel) => unitOf(name) === unit);
  const role = model.roles.find(({ arn }) => arn === owner?.roleArn);
  if (!role) throw new Error(`The template has no function for the unit ${unit}`);
  return role;
}

function grantsIn(statement: JsonObject): Grant[] {
  const { Condition: condition } = statement;
  const patterns = keysIn(condition);
  return textsOf(statement['Action']).flatMap((Action) =>
    textsOf(statement['Resource']).flatMap((Resource) =>
      (patterns ?? [undefined]).map((key) => ({
        word: wordOf(Action, Resource, key),
        statement: {
          ...statement,
          Action,
          Resource,
          ...(key !== undefined && {
            Condition: { ...toObject(condition), 'ForAllValues:StringLike': { [leadingKeys]: key } },
          }),
        },
      })),
    ),
  );
}

function keysIn(condition: Json | undefined): readonly string[] | undefined {
  const keys = toObject(toObject(condition)['ForAllValues:StringLike'])[leadingKeys];
  return keys === undefined ? undefined : textsOf(keys);
}

const textsOf = (value: Json | undefined): readonly string[] =>
  [value].flat().filter((text): text is string => typeof text === 'string');
const toObject = (value: Json | undefined) => (value ?? {}) as JsonObject;
