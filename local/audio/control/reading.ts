import { type Json, type JsonObject, WireFault } from '../../model.ts';

/** A BadRequestException in the service's shape; `Code` and `Message` are members of its error bodies. */
export function badRequest(message: string): WireFault {
  return refusal(400, 'BadRequestException', message);
}

export function refusal(status: number, code: string, message: string): WireFault {
  return new WireFault(status, code, message, { Code: code, Message: message });
}

/** The pattern that the service documents for ExternalUserId and ExternalMeetingId. */
const externalIdPattern = /^[-_&@+=,(){}[\]/«».:|'"#a-zA-Z0-9À-ÿ\s]*$/;
const idPattern = /^[a-fA-F0-9]{8}(?:-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}$/;

export function readText(input: JsonObject, member: string, shortest: number, longest: number): string {
  const value = input[member];
  if (value === undefined || value === null) throw badRequest(`${member} is required`);
  if (typeof value !== 'string') throw badRequest(`${member} must be a string`);
  if (value.length < shortest || value.length > longest) {
    throw badRequest(`${member} must have between ${shortest} and ${longest} characters`);
  }
  return value;
}

/** A name given by the caller: 2 to 64 characters of the documented set; names that begin with `aws:` are reserved. */
export function readExternalId(input: JsonObject, member: string): string {
  const value = readText(input, member, 2, 64);
  if (!externalIdPattern.test(value)) throw badRequest(`${member} has characters that are not allowed`);
  if (value.toLowerCase().startsWith('aws:')) throw badRequest(`${member} must not begin with aws:`);
  return value;
}

export function readId(input: JsonObject, member: string): string {
  const value = readText(input, member, 36, 36);
  if (!idPattern.test(value)) throw badRequest(`${member} is not an id of the service`);
  return value;
}

export function readObject(input: JsonObject, member: string): JsonObject {
  const value = asObject(input[member]);
  if (value === undefined) throw badRequest(`${member} is required`);
  return value;
}

export function readObjects(input: JsonObject, member: string, most: number): readonly JsonObject[] {
  const value = input[member];
  if (!Array.isArray(value)) throw badRequest(`${member} is required`);
  if (value.length > most) throw badRequest(`${member} must have at most ${most} entries`);
  return value.map((entry: Json) => {
    const object = asObject(entry);
    if (object === undefined) throw badRequest(`${member} must be a list of objects`);
    return object;
  });
}

export function readChoice<T extends string>(value: Json | undefined, member: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw badRequest(`${member} must be one of ${choices.join(', ')}`);
  return choice;
}

/** Refuses what we do not know instead of passing over it. */
export function refuseOthers(input: JsonObject, known: readonly string[], where: string): void {
  for (const [member, value] of Object.entries(input)) {
    if (value !== undefined && !known.includes(member)) {
      throw refusal(501, 'NotImplementedException', `The local cloud does not know ${member} of ${where}`);
    }
  }
}

export function asObject(value: Json | undefined): JsonObject | undefined {
  if (value === undefined || value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return value as JsonObject;
}
