/** Dollars in us-east-1, one row for each thing that is paid for: the one table behind `npm run cost` and docs/cost.md. */
export type Price = {
  readonly says: string;
  /** Dollars for one `unit`. */
  readonly dollars: number;
  readonly unit: string;
  readonly source: string;
  /** False where the price page itself could not be read. */
  readonly isVerified: boolean;
};

const million = 1e-6;

export const prices = {
  request: {
    says: 'HTTP API, request',
    dollars: 1 * million,
    unit: 'request',
    source: 'docs.aws.amazon.com, HTTP APIs against REST APIs',
    isVerified: true,
  },
  invocation: {
    says: 'Lambda, request',
    dollars: 0.2 * million,
    unit: 'request',
    source: 'cloudchipr, Lambda pricing (agrees with AWS)',
    isVerified: true,
  },
  gigabyteSecond: {
    says: 'Lambda on arm64',
    dollars: 0.000_013_333_4,
    unit: 'GB-second',
    source: 'cloudchipr, Lambda pricing (agrees with AWS)',
    isVerified: true,
  },
  readUnit: {
    says: 'DynamoDB, read unit on demand',
    dollars: 0.125 * million,
    unit: 'unit',
    source: 'AWS, "how AWS pricing works"; halved in November 2024',
    isVerified: true,
  },
  writeUnit: {
    says: 'DynamoDB, write unit on demand',
    dollars: 0.625 * million,
    unit: 'unit',
    source: 'AWS, "how AWS pricing works"; halved in November 2024',
    isVerified: true,
  },
  message: {
    says: 'SQS FIFO, request (send, receive and delete are one each)',
    dollars: 0.5 * million,
    unit: 'request',
    source: 'general knowledge',
    isVerified: false,
  },
  busEvent: {
    says: 'EventBridge, own event of up to 64 KB',
    dollars: 1 * million,
    unit: 'event',
    source: 'docs.aws.amazon.com, EventBridge',
    isVerified: true,
  },
  delivery: {
    says: 'AppSync Events, operation: a publish, a delivery, a connect, a subscribe',
    dollars: 1 * million,
    unit: '5 KB',
    source: 'AWS price list (AppSync, copied by labofsahil/aws-pricing-dataset); the 5 KB are not verified',
    isVerified: true,
  },
  connectedMinute: {
    says: 'AppSync Events, connection',
    dollars: 0.08 * million,
    unit: 'minute',
    source: 'smalruby mesh-v2 cost.md, real-time rate',
    isVerified: true,
  },
  logGigabyte: {
    says: 'CloudWatch Logs, taken in',
    dollars: 0.5,
    unit: 'GB',
    source: 'general knowledge',
    isVerified: false,
  },
  egressGigabyte: {
    says: 'Traffic out, first tier',
    dollars: 0.09,
    unit: 'GB',
    source: 'general knowledge; larger tiers are cheaper',
    isVerified: false,
  },
  attendeeMinute: {
    says: 'Chime SDK, attendee of a meeting; a replica has a price of its own that could not be read',
    dollars: 0.0017,
    unit: 'minute',
    source: 'two third-party documents that quote the price page',
    isVerified: true,
  },
  broadcastHour: {
    says: 'IVS, audio-only output: a tenth of HD',
    dollars: 0.0075,
    unit: 'listener-hour',
    source: 'the ratio: DevelopersIO on the change of 2024-01-25; HD at $0.075: general knowledge',
    isVerified: false,
  },
  alarmMonth: {
    says: 'CloudWatch, alarm of one metric',
    dollars: 0.1,
    unit: 'month',
    source: 'general knowledge',
    isVerified: false,
  },
  metricMonth: {
    says: 'CloudWatch, own metric',
    dollars: 0.3,
    unit: 'month',
    source: 'general knowledge',
    isVerified: false,
  },
} as const satisfies Readonly<Record<string, Price>>;
