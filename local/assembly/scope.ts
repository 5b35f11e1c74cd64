import type { Json, JsonObject } from '../model.ts';
import type { Address, Place } from './addresses.ts';
import { resolve, type Scope } from './intrinsics.ts';
import { isObject, toObject } from './json.ts';
import type { Stack } from './stacks.ts';

/** Values that stacks export to each other, by export name. */
export type Exports = Map<string, () => Json>;

/** A top-level section of the template; a missing one is empty. */
export function sectionOf(stack: Stack, name: string): JsonObject {
  return toObject(stack.template[name] ?? {}, `${stack.name} ${name}`);
}

function pseudoParameters(stack: Stack, place: Place): Readonly<Record<string, string>> {
  return {
    'AWS::Region': place.region,
    'AWS::AccountId': place.accountId,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': `arn:aws:cloudformation:${place.region}:${place.accountId}:stack/${stack.name}/local`,
  };
}

/** What the names in one stack's template lead to. Addresses may still be filled in while it is in use. */
export function createScope(
  stack: Stack,
  place: Place,
  addresses: ReadonlyMap<string, Address>,
  exports: Exports,
): Scope {
  const pseudo = pseudoParameters(stack, place);
  const unknown = (what: string): Error => new Error(`Stack ${stack.name} refers to ${what}, which it does not define`);
  const scope: Scope = {
    ref(id) {
      if (id === 'AWS::NoValue') return undefined;
      const parameter = sectionOf(stack, 'Parameters')[id];
      const found = pseudo[id] ?? addresses.get(id)?.ref ?? (isObject(parameter) ? parameter['Default'] : undefined);
      if (found === undefined) throw unknown(id);
      return found;
    },
    attribute(id, name) {
      const found = addresses.get(id)?.attributes[name];
      if (found === undefined) throw unknown(`attribute ${name} of ${id}`);
      return found;
    },
    exported(name) {
      const found = exports.get(name);
      if (found === undefined) throw new Error(`Stack ${stack.name} imports ${name}, which no stack exports`);
      return found();
    },
    condition(name) {
      const found = sectionOf(stack, 'Conditions')[name];
      if (found === undefined) throw unknown(`condition ${name}`);
      return resolve(found, scope) === true;
    },
    mapping: (name) => toObject(sectionOf(stack, 'Mappings')[name], `${stack.name} mapping ${name}`),
  };
  return scope;
}
