import type { TableName } from './dynamodb/table.ts';

/** What an adapter needs to know of its surroundings. The runtime fills it from the environment once per cold start. */
export type Wiring = {
  readonly tableNames: Readonly<Partial<Record<TableName, string>>>;
  /** Queue URLs by the manifest's queue names. */
  readonly queueUrls: Readonly<Record<string, string>>;
  /** Where the secrets are that the unit may read, by the manifest's names. */
  readonly secretArns?: Readonly<Record<string, string>>;
  /** Which payments this stage makes; its key must be of the same kind. */
  readonly stripeMode?: 'test' | 'live';
  /** Where the payment service is when it is not Stripe's own address: in the embedded cloud. */
  readonly stripeUrl?: string;
  /** Where one-off room schedules live, the role they fire with and the queue they fire into. */
  readonly scheduler?: { readonly group: string; readonly roleArn: string; readonly targetArn: string };
  readonly identity?: { readonly issuer: string; readonly audience: readonly string[] };
  /** Signs what leaves the system and comes back: tokens of guests and of realtime subscribers. */
  readonly signingKey?: string;
  /** Where subscribers connect, and the host their token is for. */
  readonly realtime?: { readonly url: string; readonly host: string };
  /** Where frames are published, with the keys that sign it: the realtime service has no client of its own. */
  readonly publishing?: { readonly url: string; readonly region: string; readonly credentials: Credentials };
  /** Epoch milliseconds. */
  now(): number;
  randomBytes(count: number): Uint8Array;
  /** A number in [0, 1). */
  random(): number;
  digest(text: string): Uint8Array;
};

/** The function's own keys. */
export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};
