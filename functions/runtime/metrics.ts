/** Every metric the functions tell, in one table: lib makes the alarms and the dashboard of the same names. */

export const metricNamespace = 'Rostrum';

/** Names and units. Counts are sums over a minute; none has a dimension but those of `metricDimension`. */
export const metricUnits = {
  /** Joins answered, of people and guests, whatever the answer. */
  JoinAttempts: 'Count',
  /** Joins answered with a status of 500 or more: ours, not theirs. */
  JoinFailures: 'Count',
  JoinMilliseconds: 'Milliseconds',
  /** Joins that did not get in, by the code they were told. */
  JoinsTurnedAway: 'Count',
  /** Rooms made or started, and those answered with 500 or more. */
  StartAttempts: 'Count',
  StartFailures: 'Count',
  /** How long somebody who met an empty pool waited, with or without success. */
  SeatWaitMilliseconds: 'Milliseconds',
  SeatsMinted: 'Count',
  /** What the media service tells of people's sound. */
  SoundConnected: 'Count',
  SoundDropped: 'Count',
  FramesPublished: 'Count',
  TicksSent: 'Count',
  /** Refunds that did not go through, and hosts whose transfer was refused: an operator is needed for each. */
  RefundsFailed: 'Count',
  PayoutsFailed: 'Count',
  /** Payments a bank has taken up against us: evidence is due within days. */
  DisputesOpened: 'Count',
  /** Of all operations, by code. */
  Refusals: 'Count',
  /** What is neither an answer nor a refusal, by unit. */
  Faults: 'Count',
} as const satisfies Readonly<Record<string, 'Count' | 'Milliseconds'>>;

export type MetricName = keyof typeof metricUnits;

/** The one dimension that a metric has, by the field of the log line that holds it. */
export const metricDimension: Readonly<Partial<Record<MetricName, 'code' | 'service'>>> = {
  JoinsTurnedAway: 'code',
  Refusals: 'code',
  Faults: 'service',
};
