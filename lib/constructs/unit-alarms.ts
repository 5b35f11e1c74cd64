import { Construct } from 'constructs';
import type { UnitEntry } from '../../functions/runtime/manifest.ts';
import { isWorkerUnit } from '../cloud.ts';
import { faultsOf, ofFunction } from '../metrics.ts';
import { ImpactAlarm, type ImpactAlarmProps } from './impact-alarm.ts';

export type UnitAlarmsProps = { readonly unit: UnitEntry; readonly action: ImpactAlarmProps['action'] };

/**
 * The alarms of one function. Throttles only where somebody waits: what a worker is not let do comes again, and the age of
 * its queue or stream tells when it comes too late.
 */
export class UnitAlarms extends Construct {
  constructor(scope: Construct, id: string, { unit, action }: UnitAlarmsProps) {
    super(scope, id);
    const impact = unit.operations.map((operation) => operation.impact);
    new ImpactAlarm(this, 'Faults', { name: unit.name, metric: faultsOf(unit), impact, action });
    if (isWorkerUnit(unit)) return;
    new ImpactAlarm(this, 'Throttles', {
      name: `${unit.name}-throttled`,
      metric: ofFunction(unit.name, 'Throttles', 'Sum', 1),
      impact: ['Some calls are turned away before they begin.', ...impact],
      action,
    });
  }
}
