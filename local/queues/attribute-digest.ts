import { isObject } from '../assembly/json.ts';
import type { JsonObject } from '../model.ts';
import { md5Of } from './message.ts';

function lengthPrefixed(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function encodeAttribute(name: string, attribute: JsonObject): Buffer {
  const { DataType, StringValue, BinaryValue } = attribute;
  const isBinary = BinaryValue !== undefined && BinaryValue !== null;
  const value = isBinary ? Buffer.from(String(BinaryValue), 'base64') : Buffer.from(String(StringValue ?? ''));
  return Buffer.concat([
    lengthPrefixed(Buffer.from(name)),
    lengthPrefixed(Buffer.from(String(DataType ?? ''))),
    Buffer.from([isBinary ? 2 : 1]),
    lengthPrefixed(value),
  ]);
}

/** MD5 of message attributes as SQS computes it (SQS developer guide, message metadata); undefined when there are none. */
export function attributeDigest(attributes: JsonObject): string | undefined {
  const parts = Object.entries(attributes)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, attribute]) => encodeAttribute(name, isObject(attribute) ? attribute : {}));
  return parts.length === 0 ? undefined : md5Of(Buffer.concat(parts));
}
