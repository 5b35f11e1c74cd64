import { Stack } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { OperationEntry, QueueTrigger, UnitEntry } from '../../functions/runtime/manifest.ts';
import { type Cloud, isWorkerUnit } from '../cloud.ts';
import { EventRoute } from '../constructs/event-route.ts';
import { RoomFunction, timeoutSecondsOf } from '../constructs/room-function.ts';
import { RoomTimersGroup } from '../constructs/room-timers.ts';
import { readStream, streamPlansOf } from '../constructs/stream-reader.ts';
import { deadLetterQueue, WorkQueue } from '../constructs/work-queue.ts';

export type WorkersProps = {
  readonly units: readonly UnitEntry[];
  readonly cloud: Omit<Cloud, 'queues' | 'timers'>;
};

const queueTriggers = (unit: UnitEntry): QueueTrigger[] =>
  unit.operations.flatMap(({ trigger }) => ('queue' in trigger ? [trigger] : []));

/** Whatever is not asked for by a request: queues, rules, streams and schedules, and the units behind them. */
export class WorkersStack extends Stack {
  /** The cloud with the queues that every unit may send to. */
  readonly cloud: Cloud;
  private readonly workQueues = new Map<string, WorkQueue>();
  private readonly deadEvents: Queue;

  constructor(scope: Construct, id: string, props: WorkersProps) {
    super(scope, id, { description: 'Rostrum: workers and their queues, rules, streams and schedules' });
    const units = props.units.filter(isWorkerUnit);
    this.deadEvents = deadLetterQueue(this, 'DeadEvents', 'events-dead');
    for (const unit of units) this.createQueues(unit);
    const queues = new Map([...this.workQueues].map(([name, { queue }]) => [name, queue]));
    const timers = queues.get('timers');
    this.cloud = {
      ...props.cloud,
      queues,
      ...(timers && { timers: new RoomTimersGroup(this, 'RoomTimers', { queue: timers }) }),
    };
    const lambdas = new Map(units.map((unit) => [unit.name, this.createUnit(unit)]));
    this.readStreams(units, lambdas);
  }

  private createQueues(unit: UnitEntry): void {
    for (const trigger of queueTriggers(unit)) {
      if (this.workQueues.has(trigger.queue)) throw new Error(`two operations read the queue ${trigger.queue}`);
      const props = { trigger, timeoutSeconds: timeoutSecondsOf(unit) };
      this.workQueues.set(trigger.queue, new WorkQueue(this, `Queue-${trigger.queue}`, props));
    }
  }

  private createUnit(unit: UnitEntry): LambdaFunction {
    const isByRule = unit.operations.some(({ trigger }) => 'events' in trigger || 'everyMinutes' in trigger);
    const { lambda } = new RoomFunction(this, unit.name, {
      unit,
      cloud: this.cloud,
      ...(isByRule && { deadLetters: this.deadEvents }),
    });
    for (const operation of unit.operations) this.connect(operation, lambda);
    return lambda;
  }

  private connect(operation: OperationEntry, lambda: LambdaFunction): void {
    const { name, trigger } = operation;
    const route = { name, to: { lambda }, deadLetters: this.deadEvents };
    if ('queue' in trigger) this.readQueue(trigger, lambda);
    if ('everyMinutes' in trigger) new EventRoute(this, `Rule-${name}`, { ...route, on: trigger });
    if ('events' in trigger) {
      const on = { source: trigger.source, detailType: trigger.events };
      new EventRoute(this, `Rule-${name}`, { ...route, on });
    }
  }

  private readQueue(trigger: QueueTrigger, lambda: LambdaFunction): void {
    const work = this.workQueues.get(trigger.queue);
    work?.readBy(lambda);
    if (!work || !trigger.from) return;
    const to = { queue: work.queue, isFifo: trigger.isFifo ?? false };
    const route = { name: trigger.queue, on: trigger.from, to, deadLetters: this.deadEvents };
    new EventRoute(this, `Rule-${trigger.queue}`, route);
  }

  private readStreams(units: readonly UnitEntry[], lambdas: ReadonlyMap<string, LambdaFunction>): void {
    const plans = streamPlansOf(units);
    if (plans.length === 0) return;
    const dead = deadLetterQueue(this, 'DeadRecords', 'records-dead');
    for (const plan of plans) {
      const lambda = lambdas.get(plan.unit);
      if (lambda) readStream(lambda, this.cloud.tables[plan.stream], plan, dead);
    }
  }
}
