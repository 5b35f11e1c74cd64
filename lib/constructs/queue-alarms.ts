import { Construct } from 'constructs';
import type { OperationEntry, QueueTrigger } from '../../functions/runtime/manifest.ts';
import { ofQueue } from '../metrics.ts';
import { ImpactAlarm, type ImpactAlarmProps } from './impact-alarm.ts';
import { queueNameOf } from './work-queue.ts';

export type QueueAlarmsProps = {
  readonly reader: OperationEntry & { readonly trigger: QueueTrigger };
  readonly action: ImpactAlarmProps['action'];
};

/** Seconds the oldest message may wait, unless the manifest says more. */
const usualPatience = 60;

/** The alarms of a queue: what waits too long, and what will not be done by itself any more. */
export class QueueAlarms extends Construct {
  constructor(scope: Construct, id: string, { reader, action }: QueueAlarmsProps) {
    super(scope, id);
    const { queue, isFifo = false, patienceSeconds = usualPatience } = reader.trigger;
    new ImpactAlarm(this, 'Waiting', {
      name: `${queue}-waiting`,
      metric: ofQueue(queueNameOf(queue, isFifo), 'ApproximateAgeOfOldestMessage'),
      threshold: patienceSeconds,
      periods: 2,
      impact: ['It comes late, or not at all.', reader.impact],
      action,
    });
    new DeadLetterAlarm(this, 'Dead', { name: `${queue}-dead`, isFifo, impact: [reader.impact], action });
  }
}

export type DeadLetterAlarmProps = {
  /** The queue's name without the product's. */
  readonly name: string;
  readonly isFifo: boolean;
  readonly impact: readonly string[];
  readonly action: ImpactAlarmProps['action'];
};

export class DeadLetterAlarm extends Construct {
  constructor(scope: Construct, id: string, { name, isFifo, impact, action }: DeadLetterAlarmProps) {
    super(scope, id);
    new ImpactAlarm(this, 'NotEmpty', {
      name,
      metric: ofQueue(queueNameOf(name, isFifo), 'ApproximateNumberOfMessagesVisible'),
      impact: ['It failed five times and will not be tried again by itself.', ...impact],
      action,
    });
  }
}
