import type { Json, JsonObject } from '../../model.ts';
import { invalid, unreadable } from '../refusals.ts';
import { asObject, isList, isObject } from '../request.ts';
import { canonicalNumber } from './decimal.ts';
import { Attributes, type Item, KINDS, type Kind, type Value } from './value.ts';

// Service limit: documents nest at most 32 levels deep.
const MAX_DEPTH = 32;
const SET_NAMES = { SS: 'An string set ', NS: 'An number set ', BS: 'Binary sets' } as const;

/** Reads a map of attributes and makes it canonical; what comes out shares nothing with what came in. */
export function readItem(json: JsonObject, depth = 0): Item {
  const item = new Attributes();
  for (const name of Object.keys(json)) item[name] = readValue(json[name], depth);
  return item;
}

/** Reads one attribute; refuses as the service does what is no single value of a known type. */
export function readValue(json: Json | undefined, depth = 0): Value {
  const given = asObject(json, 'AttributeValue');
  const kinds = Object.keys(given).filter((name) => KINDS.some((kind) => kind === name));
  const kind = KINDS.find((name) => name === kinds[0]);
  if (kind === undefined)
    throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  if (kinds.length > 1)
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  if (depth >= MAX_DEPTH) throw invalid('Nesting Levels have exceeded supported limits');
  return kind === 'M' || kind === 'L' ? readDocument(kind, given[kind], depth) : readPlain(kind, given[kind]);
}

function readDocument(kind: 'M' | 'L', json: Json | undefined, depth: number): Value {
  if (kind === 'M') {
    if (!isObject(json)) throw unreadable('Expected a map for M');
    return { M: readItem(json, depth + 1) };
  }
  if (!isList(json)) throw unreadable('Expected a list for L');
  return { L: json.map((element) => readValue(element, depth + 1)) };
}

function readPlain(kind: Exclude<Kind, 'M' | 'L'>, json: Json | undefined): Value {
  switch (kind) {
    case 'S':
      return { S: readText(json) };
    case 'N':
      return { N: canonicalNumber(readText(json)) };
    case 'B':
      return { B: readBinary(json) };
    case 'BOOL':
      if (typeof json !== 'boolean') throw unreadable('Expected a boolean for BOOL');
      return { BOOL: json };
    case 'NULL':
      if (json !== true)
        throw invalid(
          'One or more parameter values were invalid: Null attribute value types must have the value of true',
        );
      return { NULL: true };
    default:
      return readSet(kind, json);
  }
}

function readSet(kind: 'SS' | 'NS' | 'BS', json: Json | undefined): Value {
  if (!isList(json)) throw unreadable(`Expected a list for ${kind}`);
  if (json.length === 0)
    throw invalid(`One or more parameter values were invalid: ${SET_NAMES[kind]} may not be empty`);
  const read = kind === 'BS' ? readBinary : kind === 'NS' ? (text: Json) => canonicalNumber(readText(text)) : readText;
  const members = json.map(read);
  if (new Set(members).size < members.length)
    throw invalid(
      `One or more parameter values were invalid: Input collection [${members.join(', ')}] contains duplicates.`,
    );
  return kind === 'SS' ? { SS: members } : kind === 'NS' ? { NS: members } : { BS: members };
}

function readText(json: Json | undefined): string {
  if (typeof json !== 'string') throw unreadable('Expected a string');
  return json;
}

function readBinary(json: Json | undefined): string {
  const text = readText(json);
  const canonical = Buffer.from(text, 'base64').toString('base64');
  if (canonical.replace(/=+$/, '') !== text.replace(/=+$/, '')) throw unreadable('Invalid base64 in a binary value');
  return canonical;
}
