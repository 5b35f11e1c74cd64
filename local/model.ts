/** The shapes that the parts of the embedded cloud share. No behaviour lives here. */

import type { EventApiModel, HttpApiModel } from './api-model.ts';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json | undefined };

/** Which API request made a call: `requestId` while its own function runs, `causedBy` in the workers that follow from it. */
export type Cause = { readonly requestId?: string; readonly causedBy?: string };

/** Who signed an AWS request. Functions sign with a key id of their own; the operator's keys may do everything. */
export type Principal = {
  readonly keyId: string;
  readonly isOperator: boolean;
  readonly functionName?: string;
  readonly roleArn?: string;
};

export type ServiceName = 'dynamodb' | 'sqs' | 'events' | 'scheduler' | 'chime' | 'appsync' | 'secretsmanager';

/** An AWS request as it came over the wire; `path` has lost the `/aws/<service>` prefix. */
export type WireRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/** One question to the policy check, e.g. `dynamodb:GetItem` on a table's arn. Context keys are lower-cased, e.g. `dynamodb:leadingkeys`. */
export type Ask = {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
};

export type WireCall = {
  readonly operation: string;
  readonly input: JsonObject;
  readonly principal: Principal;
  readonly cause: Cause;
};

/** What a stand-in answers: 200 and a JSON body unless said otherwise; no body with 204. Units are DynamoDB capacity units. */
export type WireAnswer = {
  readonly status?: number;
  readonly body?: JsonObject;
  readonly table?: string;
  readonly readUnits?: number;
  readonly writeUnits?: number;
};

/** One AWS service as far as we call it. Whatever `route` does not know is answered 501 with the call's name. */
export type StandIn = {
  readonly service: ServiceName;
  /** json: AWS JSON 1.x, errors as `__type`; rest-json: errors as the `x-amzn-ErrorType` header. */
  readonly protocol: 'json' | 'rest-json';
  route(request: WireRequest): { readonly operation: string; readonly input: JsonObject } | undefined;
  asks(operation: string, input: JsonObject): readonly Ask[];
  perform(call: WireCall): Promise<WireAnswer>;
};

/** What a call cost, for `/local/calls`; refused conditional writes cost too. */
export type Spent = Pick<WireAnswer, 'table' | 'readUnits' | 'writeUnits'>;

/** A refusal in the service's own words, e.g. `ConditionalCheckFailedException`; `extra` joins the JSON error body. */
export class WireFault extends Error {
  readonly status: number;
  readonly code: string;
  readonly extra: JsonObject;
  readonly spent: Spent;
  constructor(status: number, code: string, message: string, extra: JsonObject = {}, spent: Spent = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.extra = extra;
    this.spent = spent;
  }
}

export type Cancel = () => void;
type DueWork = () => void | Promise<void>;

/** The virtual clock: real time plus an offset that tests move. Whatever waits, waits here. Times are epoch milliseconds. */
export type Clock = {
  now(): number;
  /** Runs the work when its time comes. Recurring work runs once at the end of a jump, however many times fell into it. */
  at(time: number, label: string, run: DueWork, options?: { readonly isRecurring?: boolean }): Cancel;
  /** Counts the promise as in flight: `advance` and `drain` wait for it. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Moves on step by step over everything due, draining after each step. */
  advance(milliseconds: number): Promise<void>;
  /** Waits until nothing is in flight and nothing is due now. */
  drain(): Promise<void>;
  /** One Float64: the offset in milliseconds, read by every worker. */
  readonly offset: SharedArrayBuffer;
  close(): void;
};

/**
 * A place for values that outlive the process, by key. A value must not change once put, and be what JSON can say.
 * Without a folder to keep them in, nothing is kept and `entries` is empty.
 */
export type Shelf<Value> = {
  put(key: string, value: Value): void;
  remove(key: string): void;
  /** What was kept, in the order in which the keys first came. */
  entries(): readonly (readonly [key: string, value: Value])[];
};

/** All that is kept across restarts. Whatever is put in one turn of the event loop is written together, or not at all. */
export type Keeping = {
  /** Shelves by name, e.g. `tables/rooms`. What its values look like is part of the folder's format. */
  shelf<Value>(name: string): Shelf<Value>;
  /** Resolves when everything put so far is written: to be awaited before anything is acknowledged. */
  written(): Promise<void>;
};

export type FaultMode = CallFault | DeliveryFault;
type CallFault = 'fail-before' | 'apply-then-fail' | 'delay' | 'throttle' | 'conflict';
type DeliveryFault = 'duplicate' | 'drop' | 'reorder';

/** Faults asked for by a test. `take` uses one up: it answers the mode to apply now, out of the modes the caller can apply. */
export type Faults = {
  take(service: string, operation: string, modes: readonly FaultMode[]): FaultMode | undefined;
  add(fault: JsonObject): void;
  clear(): void;
};

export type Invocation =
  | { readonly isOk: true; readonly payload: Json }
  | { readonly isOk: false; readonly errorType: string; readonly errorMessage: string };
export type Invoke = (functionArn: string, payload: Json, cause: Cause) => Promise<Invocation>;

/** Puts an event on the bus as a service of AWS or a person with keys would; detail is an object, not a string. */
export type EmitEvent = (
  entry: { readonly source: string; readonly detailType: string; readonly detail: JsonObject; readonly at?: number },
  cause?: Cause,
) => void;

/** Puts a message into a queue by its arn; throws WireFault where SQS would refuse. `attributes` become String message attributes. */
export type SendMessage = (
  queueArn: string,
  body: string,
  options: {
    readonly groupId?: string;
    readonly deduplicationId?: string;
    readonly delaySeconds?: number;
    readonly attributes?: Readonly<Record<string, string>>;
  },
  cause: Cause,
) => void;

// What the synthesized template asks for, with every intrinsic resolved.

export type FunctionModel = {
  readonly arn: string;
  readonly name: string;
  readonly logicalId: string;
  readonly directory: string;
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes?: number;
  readonly roleArn: string;
  /** Where an event goes that asynchronous invocation gave up on (two retries); not for calls that wait for the answer. */
  readonly deadLetterArn?: string;
};

export type KeyModel = { readonly name: string; readonly type: 'S' | 'N' | 'B' };
export type IndexModel = {
  readonly name: string;
  readonly partitionKeys: readonly KeyModel[];
  readonly sortKeys: readonly KeyModel[];
  readonly projection: 'ALL' | 'KEYS_ONLY' | readonly string[];
};
export type TableModel = {
  readonly name: string;
  readonly arn: string;
  readonly partitionKey: KeyModel;
  readonly sortKey?: KeyModel;
  readonly indexes: readonly IndexModel[];
  readonly ttlAttribute?: string;
  readonly streamArn?: string;
};

export type QueueModel = {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly isFifo: boolean;
  readonly hasContentDeduplication: boolean;
  readonly visibilitySeconds: number;
  readonly delaySeconds: number;
  readonly deadLetter?: { readonly queueArn: string; readonly maxReceiveCount: number };
};

/** A Lambda event source mapping of a queue or of a table's stream. */
export type MappingModel = {
  readonly sourceArn: string;
  readonly functionArn: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly maxConcurrency?: number;
  readonly filters: readonly JsonObject[];
  readonly reportsItemFailures: boolean;
  readonly bisects: boolean;
  readonly maxRetries?: number;
  readonly maxAgeSeconds?: number;
  readonly onFailureArn?: string;
  readonly startsAt?: 'LATEST' | 'TRIM_HORIZON';
};

export type RuleModel = {
  readonly name: string;
  readonly pattern?: JsonObject;
  readonly everySeconds?: number;
  readonly targets: readonly {
    readonly arn: string;
    readonly input?: Json;
    readonly deadLetterArn?: string;
    readonly maxRetries?: number;
    readonly messageGroupId?: string;
  }[];
};

/** A secret of Secrets Manager with the value it begins with here. */
export type SecretModel = { readonly name: string; readonly arn: string; readonly value: string };

/** A role with its statements, as written in the template. */
export type RoleModel = {
  readonly arn: string;
  readonly statements: readonly JsonObject[];
  readonly trustedServices: readonly string[];
};

export type CloudModel = {
  readonly region: string;
  readonly accountId: string;
  readonly functions: readonly FunctionModel[];
  readonly tables: readonly TableModel[];
  readonly queues: readonly QueueModel[];
  readonly mappings: readonly MappingModel[];
  readonly rules: readonly RuleModel[];
  readonly httpApis: readonly HttpApiModel[];
  readonly eventApi?: EventApiModel;
  readonly secrets?: readonly SecretModel[];
  readonly scheduleGroups: readonly string[];
  readonly roles: readonly RoleModel[];
};
