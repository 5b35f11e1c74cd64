import { refuseUnknown } from '../bus/wire-input.ts';
import type { JsonObject } from '../model.ts';
import { WireFault } from '../model.ts';
import type { Queue } from './queue.ts';
import { reader } from './send-input.ts';
import { maxMessageBytes } from './validation.ts';

function allAttributes(queue: Queue): Record<string, string> {
  const { arn, visibilitySeconds, delaySeconds, isFifo, hasContentDeduplication, deadLetter } = queue.model;
  const states = queue.messages().map((message) => message.state);
  const count = (state: string) => String(states.filter((other) => other === state).length);
  const redrive = deadLetter && {
    deadLetterTargetArn: deadLetter.queueArn,
    maxReceiveCount: deadLetter.maxReceiveCount,
  };
  return {
    QueueArn: arn,
    ApproximateNumberOfMessages: count('ready'),
    ApproximateNumberOfMessagesNotVisible: count('out'),
    ApproximateNumberOfMessagesDelayed: count('waiting'),
    VisibilityTimeout: String(visibilitySeconds),
    DelaySeconds: String(delaySeconds),
    MaximumMessageSize: String(maxMessageBytes),
    ReceiveMessageWaitTimeSeconds: '0',
    ...(redrive && { RedrivePolicy: JSON.stringify(redrive) }),
    ...(isFifo && { FifoQueue: 'true', ContentBasedDeduplication: String(hasContentDeduplication) }),
  };
}

/** GetQueueAttributes for the attributes a queue has here; another name is refused. */
export function getAttributes(queue: Queue, input: JsonObject): JsonObject {
  refuseUnknown('SQS GetQueueAttributes', input, ['QueueUrl', 'AttributeNames']);
  const all = allAttributes(queue);
  const names = reader.texts(input, 'AttributeNames');
  if (names.includes('All')) return { Attributes: all };
  const stranger = names.find((name) => all[name] === undefined);
  if (stranger !== undefined) throw new WireFault(400, 'InvalidAttributeName', `Unknown Attribute ${stranger}.`);
  return { Attributes: Object.fromEntries(names.map((name) => [name, all[name]])) };
}
