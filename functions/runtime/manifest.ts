/** The shape of a manifest: where code and cloud meet, as data. Imported as types only, by lib, tools and tests. */

import type { SecretName } from '../../adapters/secrets.ts';

export type TableName = 'rooms' | 'social' | 'commerce';

/** What an operation may do outside its own memory. Each entry becomes one least-privilege statement. */
export type Touch =
  /** Items whose partition key begins with `prefix`. read: GetItem, BatchGetItem, Query; check: ConditionCheckItem; put, update, delete: that action. */
  | { readonly table: TableName; readonly prefix: string; readonly may: readonly TableAction[] }
  /** A query of one index. */
  | { readonly table: TableName; readonly index: string }
  /** Actions of the media service, e.g. `CreateMeeting`. */
  | { readonly audio: readonly AudioAction[] }
  | { readonly bus: 'put' }
  /** Sending to a queue of the manifest, by its name. */
  | { readonly queue: string }
  /** publish: to every channel of our namespace. sign: makes subscriber tokens. verify: reads them. */
  | { readonly realtime: 'publish' | 'sign' | 'verify' }
  /** Reading one secret, and no other. */
  | { readonly secret: SecretName }
  /** One-off schedules of the room timers' group; targets the `timers` queue, so iam:PassRole on the scheduler's role comes with it. */
  | { readonly scheduler: readonly ('CreateSchedule' | 'UpdateSchedule' | 'DeleteSchedule' | 'GetSchedule')[] };

/** The payment service's key, and the one or two secrets (JSON list) that its webhooks are signed with. */
export type { SecretName };

export type TableAction = 'get' | 'query' | 'check' | 'put' | 'update' | 'delete';
export type AudioAction =
  | 'CreateMeeting'
  | 'GetMeeting'
  | 'DeleteMeeting'
  | 'CreateAttendee'
  | 'BatchCreateAttendee'
  | 'GetAttendee'
  | 'ListAttendees'
  | 'DeleteAttendee'
  | 'UpdateAttendeeCapabilities'
  | 'BatchUpdateAttendeeCapabilitiesExcept'
  | 'StartMeetingTranscription'
  | 'StopMeetingTranscription';

export type HttpTrigger = {
  readonly http: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;
  /** `user`: the API's JWT authorizer stands before it. Otherwise the reason why none does, and whether guests' tokens are taken. */
  readonly auth: 'user' | { readonly none: string; readonly isForGuests?: true };
};
/** One bus rule straight to the function. */
export type EventTrigger = { readonly events: readonly string[]; readonly source: 'rostrum' | 'rostrum.app' };
export type QueueTrigger = {
  readonly queue: string;
  readonly isFifo?: boolean;
  readonly batchSize?: number;
  readonly windowSeconds?: number;
  /** How long its oldest message may wait before somebody is told. @default 60 */
  readonly patienceSeconds?: number;
  /** At most so many batches at a time; leave out for no limit of our own. */
  readonly maxConcurrency?: number;
  /** Bus events that a rule puts into this queue. */
  readonly from?: {
    readonly source: string;
    readonly detailType: readonly string[];
    readonly eventTypes?: readonly string[];
  };
};
export type ScheduleTrigger = { readonly everyMinutes: number };
export type StreamTrigger = {
  readonly stream: TableName;
  readonly mapping: 'urgent' | 'bulk';
  readonly filter: readonly StreamFilter[];
};
/** What the mapping lets through: prefixes of the partition key, sort keys, exact unless they end in `#`, and counts there are now. */
export type StreamFilter = {
  readonly pk?: string;
  readonly sk?: string;
  readonly counts?: Readonly<Record<string, number>>;
};
/** Asked by the realtime service before it lets a client subscribe. */
export type AuthorizerTrigger = { readonly authorizes: 'realtime' };
export type Trigger = AuthorizerTrigger | HttpTrigger | EventTrigger | QueueTrigger | ScheduleTrigger | StreamTrigger;

export type OperationEntry = {
  /** Verb and noun in camel case; also the operation id in the OpenAPI document. */
  readonly name: string;
  /** The file's name without ending, in the feature's folder. It exports `handler` and, for HTTP, `input` and `output`. */
  readonly file: string;
  readonly trigger: Trigger;
  /** HTTP success status; 200 unless something is made. */
  readonly status?: 200 | 201;
  /** The deployment unit (one Lambda function) that carries it. */
  readonly unit: string;
  readonly touches: readonly Touch[];
  /** Megabytes; a unit takes the most that one of its operations asks. @default 512 */
  readonly memory?: number;
  /** Seconds; a unit takes the longest. @default 10 for HTTP, 60 for workers */
  readonly timeout?: number;
  /** Requests per second and burst at the gateway, by name of the config's lanes. @default 'write' or 'read' by method */
  readonly lane?: 'join' | 'read' | 'write' | 'webhook';
  /** What people notice when it fails: one sentence for its alarm. */
  readonly impact: string;
};

export type FeatureManifest = { readonly feature: string; readonly operations: readonly OperationEntry[] };

export type UnitEntry = {
  readonly name: string;
  readonly operations: readonly (OperationEntry & { readonly feature: string })[];
};
