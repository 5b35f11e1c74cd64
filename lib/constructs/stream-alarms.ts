import { Construct } from 'constructs';
import type { UnitEntry } from '../../functions/runtime/manifest.ts';
import { ofFunction } from '../metrics.ts';
import { ImpactAlarm, type ImpactAlarmProps } from './impact-alarm.ts';
import type { StreamPlan } from './stream-reader.ts';

export type StreamAlarmsProps = {
  readonly plan: StreamPlan;
  readonly reader: UnitEntry;
  readonly action: ImpactAlarmProps['action'];
};

/** Milliseconds the oldest unread record may have. A record that fails holds its shard up for five retries. */
const oldest = { urgent: 30_000, bulk: 60_000 } as const;

/** The alarm of one reader of a table's stream: how far it is behind. */
export class StreamAlarms extends Construct {
  constructor(scope: Construct, id: string, { plan, reader, action }: StreamAlarmsProps) {
    super(scope, id);
    new ImpactAlarm(this, 'Behind', {
      name: `${plan.stream}-${plan.mapping}-behind`,
      metric: ofFunction(plan.unit, 'IteratorAge', 'Maximum', 1),
      threshold: oldest[plan.mapping],
      periods: 2,
      impact: ['It comes late.', ...reader.operations.map(({ impact }) => impact)],
      action,
    });
  }
}
