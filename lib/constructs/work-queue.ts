import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { QueueTrigger } from '../../functions/runtime/manifest.ts';
import { named } from '../cloud.ts';
import { acknowledge } from './acknowledge.ts';

export type WorkQueueProps = {
  readonly trigger: QueueTrigger;
  /** Seconds its reader may run; a message stays invisible six times as long, as Lambda advises, or twice in a FIFO queue. */
  readonly timeoutSeconds: number;
};

const endOfTheLine = 'It is a dead-letter queue: nothing follows it but the runbook.';
const redrives = 'A queue keeps its failed messages itself: redrive to its dead letters after 5 receives.';

/** Receives before a message is dead; the only retries of a worker. */
const redriveAfter = 5;
const defaultBatchSize = 10;

/** A queue that one unit reads, with its dead letters; what failed in a batch comes back alone. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  private readonly trigger: QueueTrigger;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const { trigger, timeoutSeconds } = props;
    this.trigger = trigger;
    const isFifo = trigger.isFifo ?? false;
    const dead = deadLetterQueue(this, 'Dead', `${trigger.queue}-dead`, isFifo);
    this.queue = new Queue(this, 'Queue', {
      ...queueDefaults(trigger.queue, isFifo),
      // A message that failed holds up its whole group until it is seen again.
      visibilityTimeout: Duration.seconds((isFifo ? 2 : 6) * timeoutSeconds + (trigger.windowSeconds ?? 0)),
      deadLetterQueue: { queue: dead, maxReceiveCount: redriveAfter },
    });
  }

  /** Lets the function read the queue in batches. */
  readBy(lambda: LambdaFunction): void {
    const { batchSize = defaultBatchSize, windowSeconds = 0, maxConcurrency } = this.trigger;
    lambda.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize,
        reportBatchItemFailures: true,
        ...(windowSeconds > 0 && { maxBatchingWindow: Duration.seconds(windowSeconds) }),
        ...(maxConcurrency && { maxConcurrency }),
      }),
    );
    acknowledge(lambda, 'Serverless-LambdaEventSourceMappingDestination', redrives);
  }
}

/** The end of the line for what failed for good; kept as long as SQS keeps anything. */
export function deadLetterQueue(scope: Construct, id: string, name: string, isFifo = false): Queue {
  const queue = new Queue(scope, id, { ...queueDefaults(name, isFifo), retentionPeriod: Duration.days(14) });
  acknowledge(queue, 'Serverless-SQSRedrivePolicy', endOfTheLine);
  acknowledge(queue, 'AwsSolutions-SQS3', endOfTheLine);
  return queue;
}

/** The physical name of a queue of the manifest; that of a FIFO queue must end with `.fifo`. */
export const queueNameOf = (name: string, isFifo: boolean): string => (isFifo ? `${named(name)}.fifo` : named(name));

/** What all our queues have in common. */
function queueDefaults(name: string, isFifo: boolean) {
  return {
    queueName: queueNameOf(name, isFifo),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    ...(isFifo && { fifo: true, contentBasedDeduplication: true }),
  };
}
