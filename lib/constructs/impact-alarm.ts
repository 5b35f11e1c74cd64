import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { named } from '../cloud.ts';

export type ImpactAlarmProps = {
  /** Name of the alarm, and of its section in docs/runbook.md. */
  readonly name: string;
  readonly metric: IMetric;
  /** What people notice, in one sentence each. There is no alarm without it. */
  readonly impact: readonly string[];
  /** The alarm goes off when the metric is this much or more. @default 1: every fault counts, refusals are no faults */
  readonly threshold?: number;
  /** Of so many periods in a row all must be over the threshold. @default 1 */
  readonly periods?: number;
  /** Told when it goes off and when it is over. */
  readonly action: IAlarmAction;
};

/** CloudWatch's limit for a description. */
const longestDescription = 1024;

/** An alarm that says what it means for people and where to read on. */
export class ImpactAlarm extends Construct {
  readonly alarm: Alarm;

  constructor(scope: Construct, id: string, props: ImpactAlarmProps) {
    super(scope, id);
    const { name, metric, threshold = 1, periods = 1, action } = props;
    const impact = [...new Set(props.impact)].join(' ');
    const alarmDescription = `${impact} Runbook: docs/runbook.md#${name}`;
    if (name.trim() === '') throw new Error('an alarm without a name has no section in the runbook');
    if (impact.trim() === '') throw new Error(`the alarm ${name} does not say what people notice`);
    if (alarmDescription.length > longestDescription)
      throw new Error(`the impact of ${name} is longer than the ${longestDescription} characters of an alarm`);
    this.alarm = new Alarm(this, 'Alarm', {
      alarmName: named(name),
      alarmDescription,
      metric,
      threshold,
      evaluationPeriods: periods,
      datapointsToAlarm: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    this.alarm.addAlarmAction(action);
    this.alarm.addOkAction(action);
  }
}
