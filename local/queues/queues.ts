import { followingFrom } from '../bus/cause.ts';
import { routeByTarget } from '../bus/wire-input.ts';
import { forgetful } from '../keeping/forgetful.ts';
import type {
  Ask,
  Clock,
  Faults,
  Invoke,
  JsonObject,
  Keeping,
  MappingModel,
  QueueModel,
  SendMessage,
  StandIn,
} from '../model.ts';
import { WireFault } from '../model.ts';
import { queueCalls } from './calls.ts';
import { createKeptMessages } from './kept-messages.ts';
import { QueueMapping } from './mapping.ts';
import type { Message } from './message.ts';
import { Queue } from './queue.ts';

export type QueuesOptions = {
  readonly clock: Clock;
  readonly queues: readonly QueueModel[];
  readonly region: string;
  readonly accountId: string;
  /** Strikes at delivery, under the queue's name: duplicate, delay and (standard queues) reorder. */
  readonly faults?: Faults | undefined;
  /** @default nothing is kept */
  readonly keeping?: Keeping | undefined;
};

/** A message as tests and the control plane see it. */
export type SeenMessage = Pick<Message, 'id' | 'body' | 'groupId' | 'attributes' | 'state' | 'receiveCount' | 'cause'>;

export type Queues = {
  readonly standIn: StandIn;
  readonly send: SendMessage;
  /** Carries messages to functions, also those that were in flight when a process before this one died; mappings of other sources are left alone. */
  connect(mappings: readonly MappingModel[], invoke: Invoke): void;
  /** Messages that are ready, delayed or in flight. */
  depth(queueArn: string): number;
  messages(queueArn: string): readonly SeenMessage[];
};

const noQueue = (): WireFault =>
  new WireFault(400, 'QueueDoesNotExist', 'The specified queue does not exist for this wsdl version.');

/** Actions are named after calls, but for batches. */
function actionOf(operation: string): string {
  return `sqs:${operation.replace(/Batch$/, '')}`;
}

function nameOf(input: JsonObject): string {
  const { QueueUrl, QueueName } = input;
  if (typeof QueueName === 'string') return QueueName;
  return typeof QueueUrl === 'string' ? (QueueUrl.split('/').at(-1) ?? '') : '';
}

function createStandIn(byName: ReadonlyMap<string, Queue>, options: QueuesOptions): StandIn {
  const { clock, region, accountId } = options;
  const asks = (operation: string, input: JsonObject): Ask[] => [
    { action: actionOf(operation), resource: `arn:aws:sqs:${region}:${accountId}:${nameOf(input)}` },
  ];
  return {
    service: 'sqs',
    protocol: 'json',
    route: (request) => routeByTarget(request, 'AmazonSQS', (operation) => Object.hasOwn(queueCalls, operation)),
    asks,
    async perform(call) {
      const queue = byName.get(nameOf(call.input));
      const perform = queueCalls[call.operation];
      if (queue === undefined || perform === undefined) throw noQueue();
      return { body: await perform(call, queue, clock) };
    },
  };
}

function createAll(options: QueuesOptions): ReadonlyMap<string, Queue> {
  const { clock, faults, keeping = forgetful } = options;
  const byArn = new Map<string, Queue>();
  for (const model of options.queues) {
    const bury = (message: Message) => byArn.get(model.deadLetter?.queueArn ?? '')?.adopt(message, model.arn);
    const kept = createKeptMessages(keeping, model.name);
    byArn.set(model.arn, new Queue(model, { clock, faults, bury, kept }));
  }
  const orphan = options.queues.find(({ deadLetter }) => deadLetter !== undefined && !byArn.has(deadLetter.queueArn));
  if (orphan !== undefined) throw new Error(`${orphan.name} redrives to a queue that does not exist`);
  return byArn;
}

/** The queues of the template, their wire API and their way to functions. */
export function createQueues(options: QueuesOptions): Queues {
  const byArn = createAll(options);
  const find = (queueArn: string): Queue => {
    const queue = byArn.get(queueArn);
    if (queue === undefined) throw noQueue();
    return queue;
  };
  return {
    standIn: createStandIn(new Map([...byArn.values()].map((queue) => [queue.model.name, queue])), options),
    send(queueArn, body, { attributes = {}, ...rest }, cause) {
      const wireAttributes = Object.entries(attributes).map(([name, value]) => [
        name,
        { DataType: 'String', StringValue: value },
      ]);
      const draft = { body, attributes: Object.fromEntries(wireAttributes), senderId: 'local', ...rest };
      find(queueArn).send({ ...draft, cause: followingFrom(cause) });
    },
    connect(mappings, invoke) {
      const { clock, region } = options;
      for (const mapping of mappings) {
        if (mapping.sourceArn.split(':')[2] !== 'sqs') continue;
        const queue = find(mapping.sourceArn);
        queue.recall();
        new QueueMapping(queue, mapping, { clock, region, invoke }).start();
      }
    },
    depth: (queueArn) => find(queueArn).messages().length,
    messages: (queueArn) => find(queueArn).messages(),
  };
}
