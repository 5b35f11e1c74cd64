import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';

export type ImpactAlarmProps = {
  readonly metric: IMetric;
  /** What people notice, in one sentence each. There is no alarm without it. */
  readonly impact: readonly string[];
  /** Anchor of the section in docs/runbook.md. */
  readonly runbook: string;
  /** @default 1: every fault counts, refusals are no faults */
  readonly threshold?: number;
};

/** CloudWatch's limit for a description. */
const longestDescription = 1024;

/** An alarm that says what it means for people and where to read on. */
export class ImpactAlarm extends Construct {
  constructor(scope: Construct, id: string, props: ImpactAlarmProps) {
    super(scope, id);
    const impact = [...new Set(props.impact)].join(' ');
    const alarmDescription = `${impact} Runbook: docs/runbook.md#${props.runbook}`;
    if (impact.trim() === '') throw new Error(`the alarm ${props.runbook} does not say what people notice`);
    if (alarmDescription.length > longestDescription)
      throw new Error(`the impact of ${props.runbook} is longer than the ${longestDescription} characters of an alarm`);
    new Alarm(this, 'Alarm', {
      alarmName: `rostrum-${props.runbook}`,
      alarmDescription,
      metric: props.metric,
      threshold: props.threshold ?? 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
