/**
 * Every quota that decides how much a deployment bears: the one table behind `npm run doctor` and docs/capacity.md. Values are
 * an account's on its first day in us-east-1; `source` says where each was read, "not verified" that it was not.
 */
export type Quota = {
  readonly service: string;
  readonly says: string;
  readonly value: number;
  /** The most it was seen raised to; 'fixed' when it cannot be, 'ask' when nobody publishes a limit. */
  readonly raisable: 'fixed' | 'ask' | number;
  readonly source: string;
  /** How Service Quotas knows it, by code or by words of its name. */
  readonly listed?: { readonly serviceCode: string; readonly code?: string; readonly name?: RegExp };
};

const chimeGuide = 'Chime SDK developer guide, meetings-sdk.md (2023) and the FAQ of amazon-chime-sdk-js';

export const quotas = {
  concurrentMeetings: {
    service: 'Chime SDK meetings',
    says: 'meetings at once in a control region; a replica is taken to count as one (not verified)',
    value: 250,
    raisable: 'ask',
    source: chimeGuide,
    listed: { serviceCode: 'chime', name: /(concurrent|active).*meetings/i },
  },
  mediaRequestsPerSecond: {
    service: 'Chime SDK meetings',
    says: 'requests a second of each operation (burst 20); grows when meetings are raised',
    value: 10,
    raisable: 'ask',
    source: chimeGuide,
    listed: { serviceCode: 'chime', name: /rate of CreateMeeting requests|CreateMeeting.*(rate|tps)/i },
  },
  replicasPerMeeting: {
    service: 'Chime SDK meetings',
    says: 'replicas of one primary meeting',
    value: 4,
    raisable: 40,
    source: 'docs.aws.amazon.com/chime-sdk/latest/dg/media-replication.html (L-154D84D0)',
    listed: { serviceCode: 'chime', code: 'L-154D84D0' },
  },
  attendeesPerMeeting: {
    service: 'Chime SDK meetings',
    says: 'attendees of one meeting, counted from creation to deletion',
    value: 250,
    raisable: 'fixed',
    source: chimeGuide,
  },
  lambdaConcurrency: {
    service: 'Lambda',
    says: 'executions at once in a region; a new account may start far lower',
    value: 1_000,
    raisable: 'ask',
    source: 'docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html (L-B99A9384)',
    listed: { serviceCode: 'lambda', code: 'L-B99A9384' },
  },
  gatewayRequestsPerSecond: {
    service: 'API Gateway',
    says: 'requests a second of all APIs in a region (burst 5 000); 2 500 in the newer regions',
    value: 10_000,
    raisable: 'ask',
    source: 'docs.aws.amazon.com/apigateway, limits',
    listed: { serviceCode: 'apigateway', name: /^throttle rate$/i },
  },
  subscriberConnectsPerSecond: {
    service: 'AppSync Events',
    says: 'new connections a second of one API',
    value: 2_000,
    raisable: 'ask',
    source: 'not verified: the page of quotas was not readable',
    listed: { serviceCode: 'appsync', name: /(connection|connect).*(rate|per second)/i },
  },
  deliveriesPerSecond: {
    service: 'AppSync Events',
    says: 'messages delivered a second by one API',
    value: 1_000_000,
    raisable: 'ask',
    source: 'not verified: the page of quotas was not readable',
    listed: { serviceCode: 'appsync', name: /outbound/i },
  },
  writesPerPartition: {
    service: 'DynamoDB',
    says: 'write units a second of one partition, and so of one item',
    value: 1_000,
    raisable: 'fixed',
    source: 'docs.aws.amazon.com/amazondynamodb, throttling-key-range-limit-exceeded-mitigation',
  },
  tableWrites: {
    service: 'DynamoDB',
    says: 'write units a second of one table on demand; a new table begins warm at 4 000',
    value: 40_000,
    raisable: 'ask',
    source: 'docs.aws.amazon.com/amazondynamodb, on-demand-capacity-mode-max-throughput',
    listed: { serviceCode: 'dynamodb', name: /table-level write throughput limit/i },
  },
} as const satisfies Readonly<Record<string, Quota>>;

export type QuotaName = keyof typeof quotas;
/** What an account is allowed. */
export type Allowances = Readonly<Record<QuotaName, number>>;

export const quotaNames = toNames(Object.keys(quotas));
/** What an account is allowed on its first day. */
export const firstDay: Allowances = toAllowances(quotaNames.map((name) => [name, quotas[name].value]));

function toNames(keys: readonly string[]) {
  return keys as readonly QuotaName[];
}
function toAllowances(entries: readonly (readonly [string, number])[]) {
  return Object.fromEntries(entries) as Allowances;
}
