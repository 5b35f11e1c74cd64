import { isList, isObject } from '../assembly/json.ts';
import type { Json, JsonObject, WireRequest } from '../model.ts';
import { WireFault } from '../model.ts';

/** Reads parameters of a call and refuses wrong ones in the words of its service. */
export type InputReader = {
  text(input: JsonObject, name: string): string;
  optionalText(input: JsonObject, name: string): string | undefined;
  optionalNumber(input: JsonObject, name: string, from: number, to: number): number | undefined;
  optionalObject(input: JsonObject, name: string): JsonObject | undefined;
  /** A missing list is an empty one. */
  objects(input: JsonObject, name: string): readonly JsonObject[];
  texts(input: JsonObject, name: string): readonly string[];
};

export type Refuse = (name: string, sentence: string) => WireFault;

const isText = (value: Json): value is string => typeof value === 'string';

function createListReaders(refuse: Refuse): Pick<InputReader, 'objects' | 'texts'> {
  const list = <T extends Json>(input: JsonObject, name: string, is: (value: Json) => value is T): readonly T[] => {
    const value = input[name];
    if (value === undefined || value === null) return [];
    if (isList(value) && value.every(is)) return value;
    throw refuse(name, 'it is a list of something else');
  };
  return {
    objects: (input, name) => list(input, name, isObject),
    texts: (input, name) => list(input, name, isText),
  };
}

/** `refuse` makes the service's fault for a parameter. */
export function createInputReader(refuse: Refuse): InputReader {
  const optionalText: InputReader['optionalText'] = (input, name) => {
    const value = input[name] ?? undefined;
    if (value === undefined || isText(value)) return value;
    throw refuse(name, 'it must be text');
  };
  return {
    ...createListReaders(refuse),
    optionalText,
    text(input, name) {
      const value = optionalText(input, name);
      if (value === undefined || value === '') throw refuse(name, 'it is required');
      return value;
    },
    optionalNumber(input, name, from, to) {
      const value = input[name] ?? undefined;
      if (value === undefined) return undefined;
      if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) return value;
      throw refuse(name, `it must be a whole number from ${from} to ${to}`);
    },
    optionalObject(input, name) {
      const value = input[name] ?? undefined;
      if (value === undefined || isObject(value)) return value;
      throw refuse(name, 'it must be an object');
    },
  };
}

/** Refuses parameters the stand-in would otherwise silently ignore. */
export function refuseUnknown(call: string, input: JsonObject, known: readonly string[]): void {
  const stranger = Object.keys(input).find((name) => !known.includes(name));
  if (stranger === undefined) return;
  throw new WireFault(501, 'NotImplemented', `The local cloud does not do ${call} with ${stranger}`);
}

/** The JSON object of a request's body; an empty body is an empty object. */
export function readBody(request: WireRequest): JsonObject {
  try {
    const body: Json = request.body.length === 0 ? {} : JSON.parse(request.body.toString('utf8'));
    if (isObject(body)) return body;
  } catch {}
  throw new WireFault(400, 'SerializationException', 'The body is not a JSON object');
}

/** Finds the operation of an AWS JSON request, e.g. `AmazonSQS.SendMessage`. */
export function routeByTarget(
  request: WireRequest,
  target: string,
  knows: (operation: string) => boolean,
): { readonly operation: string; readonly input: JsonObject } | undefined {
  const [service, operation = ''] = (request.headers['x-amz-target'] ?? '').split('.');
  if (service !== target || !knows(operation)) return undefined;
  return { operation, input: readBody(request) };
}
