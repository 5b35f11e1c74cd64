import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  Metric,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { QueueTrigger } from '../../functions/runtime/manifest.ts';
import { named } from '../cloud.ts';
import { ofFunction, ofQueue, percentOf, told } from '../metrics.ts';
import type { StreamPlan } from './stream-reader.ts';
import { queueNameOf } from './work-queue.ts';

export type ListenerDashboardProps = {
  readonly apiId: string;
  readonly queues: readonly QueueTrigger[];
  readonly streams: readonly StreamPlan[];
  readonly alarms: readonly Alarm[];
};

type Graph = { readonly title: string; readonly left: readonly IMetric[]; readonly right?: readonly IMetric[] };

/** One row for each stage of a listener's way, in its order: whoever is called at night reads it from the top. */
export class ListenerDashboard extends Construct {
  private readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: ListenerDashboardProps) {
    super(scope, id);
    this.dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName: named('listener'),
      defaultInterval: Duration.hours(3),
    });
    // A widget shows 100 alarms at most.
    for (const alarms of [props.alarms.slice(0, 100), props.alarms.slice(100)])
      this.dashboard.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 6 }));
    this.addStage('1 Opens the page', 'Everything a client asks of the API.', openingOf(props.apiId));
    this.addStage('2 Joins', 'Answers to people who want in, and to hosts who start.', joining);
    this.addStage('3 Gets a seat', 'Seats are made ahead by the minter, 8 media requests a second.', seatingOf(props));
    this.addStage('4 Hears', 'What the media service tells of connections.', hearing);
    this.addStage('5 Is told what happens', 'Streams, queues, frames and ticks.', tellingOf(props));
  }

  private addStage(title: string, about: string, graphs: readonly Graph[]): void {
    this.dashboard.addWidgets(new TextWidget({ markdown: `## ${title}\n${about}`, width: 24, height: 2 }));
    const width = Math.floor(24 / graphs.length);
    this.dashboard.addWidgets(
      ...graphs.map(
        ({ title, left, right = [] }) =>
          new GraphWidget({ title, left: [...left], right: [...right], width, height: 6 }),
      ),
    );
  }
}

function openingOf(apiId: string): readonly Graph[] {
  const ofApi = (metricName: string, statistic: string): Metric =>
    new Metric({
      namespace: 'AWS/ApiGateway',
      metricName,
      statistic,
      period: Duration.minutes(1),
      dimensionsMap: { ApiId: apiId },
    });
  return [
    { title: 'Calls and failures', left: [ofApi('Count', 'Sum')], right: [ofApi('4xx', 'Sum'), ofApi('5xx', 'Sum')] },
    { title: 'Time to answer, ms', left: ['p50', 'p95', 'p99'].map((share) => ofApi('Latency', share)) },
    {
      title: 'Throttled and at once',
      left: [ofFunction('join', 'Throttles', 'Sum', 1)],
      right: [ofFunction('join', 'ConcurrentExecutions', 'Maximum', 1)],
    },
  ];
}

const joining: readonly Graph[] = [
  {
    title: 'Joins, and percent failed',
    left: [told('JoinAttempts', 'Sum', 1), told('JoinFailures', 'Sum', 1)],
    right: [percentOf(told('JoinFailures', 'Sum', 1), told('JoinAttempts', 'Sum', 1), 1)],
  },
  {
    title: 'Turned away',
    left: ['audience_full', 'audience_warming', 'busy', 'internal', 'room_locked', 'too_fast'].map((code) =>
      told('JoinsTurnedAway', 'Sum', 1, { code }),
    ),
  },
  { title: 'Time of a join, ms', left: ['p50', 'p95', 'p99'].map((share) => told('JoinMilliseconds', share, 1)) },
  { title: 'Starts', left: [told('StartAttempts', 'Sum', 5), told('StartFailures', 'Sum', 5)] },
];

const seatingOf = ({ queues }: ListenerDashboardProps): readonly Graph[] => [
  { title: 'Seats made', left: [told('SeatsMinted', 'Sum', 1)] },
  {
    title: 'Waited for a seat, ms, and how many',
    left: ['p50', 'p90'].map((share) => told('SeatWaitMilliseconds', share, 1)),
    right: [told('SeatWaitMilliseconds', 'SampleCount', 1)],
  },
  { title: 'The minter is behind, s', left: waitingOf(queues.filter(({ queue }) => queue === 'minter')) },
];

const hearing: readonly Graph[] = [
  { title: 'Connected and dropped', left: [told('SoundConnected', 'Sum', 1), told('SoundDropped', 'Sum', 1)] },
];

const tellingOf = ({ queues, streams }: ListenerDashboardProps): readonly Graph[] => [
  { title: 'Frames and ticks', left: [told('FramesPublished', 'Sum', 1), told('TicksSent', 'Sum', 1)] },
  {
    title: 'Streams are behind, ms',
    left: streams.map(({ unit }) => ofFunction(unit, 'IteratorAge', 'Maximum', 1)),
  },
  { title: 'Oldest message, s', left: waitingOf(queues) },
];

const waitingOf = (queues: readonly QueueTrigger[]): readonly IMetric[] =>
  queues.map(({ queue, isFifo = false }) => ofQueue(queueNameOf(queue, isFifo), 'ApproximateAgeOfOldestMessage'));
