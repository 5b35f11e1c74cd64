/** An alarm as its template has it: what it watches, and when it goes off. */
export type AlarmText = {
  readonly name: string;
  readonly description: string;
  readonly threshold: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly comparison: string;
  readonly missing: string;
  readonly periodSeconds: number;
  /** Over the ids of `watched`; the one metric alone when there is none. */
  readonly expression: string;
  readonly watched: readonly Watched[];
};
export type Watched = {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly statistic: string;
  readonly dimensions: Readonly<Record<string, unknown>>;
};

type Dimension = { readonly Name: string; readonly Value: unknown };
type MetricText = {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly Dimension[];
};
type Query = {
  readonly Id: string;
  readonly Expression?: string;
  readonly Period?: number;
  readonly ReturnData?: boolean;
  readonly MetricStat?: { readonly Metric: MetricText; readonly Period: number; readonly Stat: string };
};
type Properties = Partial<MetricText> & {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData: string;
  readonly Period?: number;
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Metrics?: readonly Query[];
};

/** The alarms of the properties that templates give them. */
export function alarmsOf(resources: readonly unknown[]): AlarmText[] {
  return resources.map(toProperties).map((alarm) => ({
    name: alarm.AlarmName,
    description: alarm.AlarmDescription,
    threshold: alarm.Threshold,
    evaluationPeriods: alarm.EvaluationPeriods,
    datapointsToAlarm: alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods,
    comparison: alarm.ComparisonOperator,
    missing: alarm.TreatMissingData,
    ...(alarm.Metrics ? ofQueries(alarm.Metrics) : ofOne(alarm)),
  }));
}

const toProperties = (resource: unknown) => resource as Properties;

function ofQueries(queries: readonly Query[]): Pick<AlarmText, 'expression' | 'periodSeconds' | 'watched'> {
  const stats = queries.flatMap(({ Id, MetricStat }) => (MetricStat ? [{ Id, MetricStat }] : []));
  const returned = queries.find(({ Expression, ReturnData }) => Expression !== undefined && ReturnData !== false);
  const watched = stats.map(({ Id, MetricStat: { Metric, Stat } }) => watchedOf(Id, Metric, Stat));
  const periodSeconds = stats[0]?.MetricStat.Period ?? 60;
  return { expression: returned?.Expression ?? '', periodSeconds, watched };
}

function ofOne(alarm: Properties): Pick<AlarmText, 'expression' | 'periodSeconds' | 'watched'> {
  const { Namespace = '', MetricName = '', Dimensions = [], Period = 60 } = alarm;
  const statistic = alarm.Statistic ?? alarm.ExtendedStatistic ?? '';
  const watched = [watchedOf('one', { Namespace, MetricName, Dimensions }, statistic)];
  return { expression: 'one', periodSeconds: Period, watched };
}

const watchedOf = (id: string, { Namespace, MetricName, Dimensions = [] }: MetricText, statistic: string): Watched => ({
  id,
  namespace: Namespace,
  name: MetricName,
  statistic,
  dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
});
