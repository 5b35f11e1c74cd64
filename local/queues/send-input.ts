import { isObject } from '../assembly/json.ts';
import { followingFrom } from '../bus/cause.ts';
import { createInputReader, refuseUnknown } from '../bus/wire-input.ts';
import type { JsonObject, WireCall } from '../model.ts';
import type { Draft } from './message.ts';
import { invalid, missing } from './validation.ts';

export const reader = createInputReader((name, reason) =>
  reason === 'it is required' ? missing(name) : invalid(name, reason),
);

const draftFields = ['MessageBody', 'DelaySeconds', 'MessageAttributes', 'MessageDeduplicationId', 'MessageGroupId'];

function readAttributes(input: JsonObject): JsonObject {
  const attributes = reader.optionalObject(input, 'MessageAttributes') ?? {};
  for (const [name, attribute] of Object.entries(attributes)) {
    const isComplete = isObject(attribute) && typeof attribute['DataType'] === 'string';
    const hasValue =
      isObject(attribute) && (attribute['StringValue'] ?? attribute['BinaryValue'] ?? undefined) !== undefined;
    if (!isComplete || !hasValue) throw invalid(`MessageAttributes.${name}`, 'it must contain a type and a value');
  }
  return attributes;
}

/** Reads a message out of SendMessage or an entry of SendMessageBatch. */
export function readDraft(call: WireCall, input: JsonObject, otherFields: readonly string[]): Draft {
  refuseUnknown(`SQS ${call.operation}`, input, [...draftFields, ...otherFields]);
  return {
    body: reader.text(input, 'MessageBody'),
    attributes: readAttributes(input),
    senderId: call.principal.keyId,
    cause: followingFrom(call.cause),
    groupId: reader.optionalText(input, 'MessageGroupId'),
    deduplicationId: reader.optionalText(input, 'MessageDeduplicationId'),
    delaySeconds: reader.optionalNumber(input, 'DelaySeconds', 0, 900),
  };
}
