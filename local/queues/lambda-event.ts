import { isObject } from '../assembly/json.ts';
import type { Json, JsonObject } from '../model.ts';
import type { Message } from './message.ts';
import { systemAttributes } from './system-attributes.ts';

function toLambdaAttributes(attributes: JsonObject): JsonObject {
  const entries = Object.entries(attributes).map(([name, raw]): [string, Json] => {
    const attribute = isObject(raw) ? raw : {};
    return [
      name,
      {
        dataType: attribute['DataType'],
        stringListValues: [],
        binaryListValues: [],
        ...(attribute['StringValue'] === undefined ? {} : { stringValue: attribute['StringValue'] }),
        ...(attribute['BinaryValue'] === undefined ? {} : { binaryValue: attribute['BinaryValue'] }),
      },
    ];
  });
  return Object.fromEntries(entries);
}

/** The event a function gets for a batch of received messages. */
export function lambdaEvent(batch: readonly Message[], queueArn: string, region: string): JsonObject {
  return {
    Records: batch.map((message) => ({
      messageId: message.id,
      receiptHandle: message.receiptHandle,
      body: message.body,
      attributes: systemAttributes(message),
      messageAttributes: toLambdaAttributes(message.attributes),
      md5OfBody: message.md5,
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: region,
    })),
  };
}
