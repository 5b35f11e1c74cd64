import { createHash, createHmac } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SignatureV4 } from '@smithy/signature-v4';

/** Who asks, and where: as every AWS tool finds it (environment, profile, role). */
export type Account = { readonly region: string; readonly signer: (service: string) => SignatureV4 };

export type Ask = {
  /** The name that the signature is made for, and the one in the host. */
  readonly service: string;
  readonly host: string;
  readonly path: string;
  /** A call of the JSON protocol: its target and body. @default a GET */
  readonly target?: string;
  readonly body?: object;
};
export type Told = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };
/** Asks an AWS service; rejects when it cannot be reached. */
export type Call = (ask: Ask) => Promise<Told>;

/** Milliseconds after which a service counts as not reachable. */
const patience = 8_000;

/** The account of the environment's credentials; nothing when there are none. */
export async function findAccount(): Promise<Account | undefined> {
  // The DynamoDB client is at hand and knows the default chain; it is asked for nothing else.
  const { config } = new DynamoDBClient({});
  try {
    const [region] = await Promise.all([config.region(), config.credentials()]);
    const { credentials } = config;
    return { region, signer: (service) => new SignatureV4({ service, region, credentials, sha256: Sha256 }) };
  } catch {
    return undefined;
  }
}

/** Calls services of the account; `endpoint` stands for all of them, for tests and proxies. */
export function caller({ region, signer }: Account, endpoint?: string): Call {
  return async ({ service, host, path, target, body }) => {
    const address = new URL(path, endpoint ?? `https://${host}.${region}.amazonaws.com`);
    const text = body && JSON.stringify(body);
    const signed = await signer(service).sign({
      method: text ? 'POST' : 'GET',
      protocol: address.protocol,
      hostname: address.hostname,
      path: address.pathname,
      query: Object.fromEntries(address.searchParams),
      headers: {
        host: address.host,
        ...(text && { 'content-type': 'application/x-amz-json-1.1' }),
        ...(target && { 'x-amz-target': target }),
      },
      ...(text && { body: text }),
    });
    const response = await fetch(address, {
      method: signed.method,
      headers: signed.headers,
      signal: AbortSignal.timeout(patience),
      ...(text && { body: text }),
    });
    return { status: response.status, body: toBody(await response.text()) };
  };
}

const toBody = (text: string): Told['body'] => {
  try {
    return JSON.parse(text) as Told['body'];
  } catch {
    return {};
  }
};

/** The hash that a signature asks for, over node:crypto. */
class Sha256 {
  private readonly hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }
  update(text: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(bytesOf(text));
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.hash.digest()));
  }
  reset(): void {}
}

function bytesOf(text: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof text === 'string') return Buffer.from(text);
  return ArrayBuffer.isView(text)
    ? new Uint8Array(text.buffer, text.byteOffset, text.byteLength)
    : new Uint8Array(text);
}
