import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../../domain/policy.ts';
import type { OperationEntry, QueueTrigger, UnitEntry } from '../../functions/runtime/manifest.ts';
import { AlarmTopic } from '../constructs/alarm-topic.ts';
import { ImpactAlarm } from '../constructs/impact-alarm.ts';
import { ListenerDashboard } from '../constructs/listener-dashboard.ts';
import { ProductAlarms } from '../constructs/product-alarms.ts';
import { DeadLetterAlarm, QueueAlarms } from '../constructs/queue-alarms.ts';
import { StreamAlarms } from '../constructs/stream-alarms.ts';
import { streamPlansOf } from '../constructs/stream-reader.ts';
import { UnitAlarms } from '../constructs/unit-alarms.ts';

export type ObservabilityProps = {
  readonly units: readonly UnitEntry[];
  readonly config: Config;
  readonly apiId: string;
};

/** Alarms and dashboard, made of the manifest: whatever is deployed is watched, by its name in the account. */
export class ObservabilityStack extends Stack {
  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    super(scope, id, { description: 'Rostrum: alarms and dashboard' });
    const { units, config, apiId } = props;
    const { action } = new AlarmTopic(this, 'Alarms', { ...(config.alarmEmail && { email: config.alarmEmail }) });
    const streams = streamPlansOf(units);
    const readers = units.flatMap(({ operations }) => operations.filter(isQueueReader));
    for (const unit of units) new UnitAlarms(this, `Unit-${unit.name}`, { unit, action });
    for (const reader of readers) new QueueAlarms(this, `Queue-${reader.trigger.queue}`, { reader, action });
    for (const plan of streams) {
      const reader = units.find(({ name }) => name === plan.unit);
      if (reader) new StreamAlarms(this, `Stream-${plan.stream}-${plan.mapping}`, { plan, reader, action });
    }
    const lost = { isFifo: false, action };
    new DeadLetterAlarm(this, 'DeadEvents', { name: 'events-dead', impact: [lostEvents], ...lost });
    if (streams.length > 0)
      new DeadLetterAlarm(this, 'DeadRecords', { name: 'records-dead', impact: [lostRecords], ...lost });
    new ProductAlarms(this, 'Product', { apiId, action });
    const alarms = this.node.findAll().flatMap((one) => (one instanceof ImpactAlarm ? [one.alarm] : []));
    const queues = readers.map(({ trigger }) => trigger);
    new ListenerDashboard(this, 'Listener', { apiId, queues, streams, alarms });
  }
}

const lostEvents =
  'Something that happened was not acted on: a timer not planned, seats not made, or facts not taken over.';
const lostRecords = 'A change of a room was told to nobody, or counts of listeners stay wrong.';

const isQueueReader = <Entry extends OperationEntry>(
  entry: Entry,
): entry is Entry & { readonly trigger: QueueTrigger } => 'queue' in entry.trigger;
