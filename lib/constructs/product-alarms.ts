import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { named } from '../cloud.ts';
import { percentOf, told } from '../metrics.ts';
import { tableNames } from '../tables.ts';
import { ImpactAlarm, type ImpactAlarmProps } from './impact-alarm.ts';
import { moneyAlarms } from './money-alarms.ts';

export type ProductAlarmsProps = { readonly apiId: string; readonly action: ImpactAlarmProps['action'] };
type Wanted = Omit<ImpactAlarmProps, 'action'>;

/** Below so many in a minute a share says nothing; single faults have the alarm of their function. */
const leastToJudge = 20;

/** What listeners and hosts live through, whatever part of the system it comes from. */
export class ProductAlarms extends Construct {
  constructor(scope: Construct, id: string, { apiId, action }: ProductAlarmsProps) {
    super(scope, id);
    const wanted = [
      gatewayFailing(apiId),
      ...joining,
      ...hosting,
      ...hearing,
      ...moneyAlarms,
      ...tableNames.map(tableThrottled),
    ];
    for (const props of wanted) new ImpactAlarm(this, props.name, { ...props, action });
  }
}

const joining: readonly Wanted[] = [
  {
    name: 'joins-failing',
    metric: percentOf(told('JoinFailures', 'Sum', 1), told('JoinAttempts', 'Sum', 1), leastToJudge),
    threshold: 5,
    impact: ['One of twenty people or more who want to enter a room does not get in.'],
  },
  {
    name: 'joins-slow',
    metric: told('JoinMilliseconds', 'p95', 1),
    threshold: 2_000,
    periods: 3,
    impact: ['People look at a spinner for seconds before they hear anything.'],
  },
  {
    name: 'audience-full',
    metric: told('JoinsTurnedAway', 'Sum', 5, { code: 'audience_full' }),
    impact: ['A room has more listeners than it may have seats: newcomers are turned away.'],
  },
  {
    name: 'seats-awaited',
    metric: told('SeatWaitMilliseconds', 'p90', 1),
    threshold: 1_500,
    periods: 3,
    impact: ['Seats are made slower than people come: newcomers wait, and some are asked to come again.'],
  },
];

const hosting: readonly Wanted[] = [
  {
    name: 'starts-failing',
    metric: percentOf(told('StartFailures', 'Sum', 5), told('StartAttempts', 'Sum', 5), 5, 5),
    threshold: 5,
    impact: ['Hosts cannot go live or plan a room.'],
  },
];

const hearing: readonly Wanted[] = [
  {
    name: 'sound-dropping',
    metric: percentOf(told('SoundDropped', 'Sum', 1), told('SoundConnected', 'Sum', 1), leastToJudge),
    threshold: 50,
    periods: 3,
    impact: ['People lose the sound and connect again, over and over.'],
  },
];

function gatewayFailing(apiId: string): Wanted {
  const ofApi = (metricName: string): Metric =>
    new Metric({
      namespace: 'AWS/ApiGateway',
      metricName,
      statistic: 'Sum',
      period: Duration.minutes(1),
      dimensionsMap: { ApiId: apiId },
    });
  return {
    name: 'gateway-failing',
    metric: percentOf(ofApi('5xx'), ofApi('Count'), leastToJudge),
    threshold: 5,
    periods: 2,
    impact: ['Apps show errors or stay empty: many calls of any kind fail.'],
  };
}

/** A throttled write is tried again and then answered 503: one item or collection is asked for more than 1 000 units/s. */
function tableThrottled(table: string): Wanted {
  const ofTable = (metricName: string): Metric =>
    new Metric({
      namespace: 'AWS/DynamoDB',
      metricName,
      statistic: 'Sum',
      period: Duration.minutes(1),
      dimensionsMap: { TableName: named(table) },
    });
  return {
    name: `${table}-table-throttled`,
    metric: new MathExpression({
      expression: 'FILL(reads, 0) + FILL(writes, 0)',
      usingMetrics: { reads: ofTable('ReadThrottleEvents'), writes: ofTable('WriteThrottleEvents') },
      period: Duration.minutes(1),
      label: `throttled requests of ${table}`,
    }),
    periods: 2,
    impact: ['Some calls take longer or are answered that we are busy.'],
  };
}
