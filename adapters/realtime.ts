import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Wiring } from './wiring.ts';

/** AppSync takes five events a publish (service limit). */
const eventsPerCall = 5;
/** Longer than a publish ever takes. */
const timeoutMilliseconds = 2_000;
/** As an SDK client would: twice, then the frame is delivered to us again. */
const attempts = 2;

/** Publishing to channels of our namespace (AppSync Events, `POST /event`, signed: there is no SDK client for it). */
export const realtime = (wiring: Wiring) => {
  const signer = wiring.publishing && signerOf(wiring.publishing);
  return {
    /** Events of one channel in their order; throws when one was not taken. */
    async publish(channel: string, events: readonly object[]): Promise<void> {
      if (!wiring.publishing || !signer) throw new Error('This unit may not publish');
      for (let at = 0; at < events.length; at += eventsPerCall) {
        const texts = events.slice(at, at + eventsPerCall).map((event) => JSON.stringify(event));
        await tryPosting(signer, new URL(wiring.publishing.url), JSON.stringify({ channel, events: texts }));
      }
    },
  };
};

const signerOf = ({ region, credentials }: NonNullable<Wiring['publishing']>) =>
  new SignatureV4({ service: 'appsync', region, credentials: { ...credentials }, sha256: Sha256 });

async function tryPosting(signer: SignatureV4, url: URL, body: string): Promise<void> {
  for (let attempt = 1; attempt < attempts; attempt += 1) {
    try {
      return await post(signer, url, body);
    } catch (error) {
      if (isRefused(error)) throw error;
    }
  }
  return post(signer, url, body);
}

/** What the service takes for a mistake of ours stays one however often it is sent. */
const isRefused = (error: unknown): boolean => error instanceof Error && / 4(?!29)\d\d$/.test(error.message);

async function post(signer: SignatureV4, url: URL, body: string): Promise<void> {
  const headers = { host: url.host, 'content-type': 'application/json' };
  const { protocol, hostname, pathname: path } = url;
  const signed = await signer.sign({ method: 'POST', protocol, hostname, path, headers, body });
  const signal = AbortSignal.timeout(timeoutMilliseconds);
  const answer = await fetch(url, { method: 'POST', headers: signed.headers, body, signal });
  if (!answer.ok) throw new Error(`The realtime service answered ${answer.status}`);
  const { failed } = toOutcome(await answer.json());
  if (failed && failed.length > 0) throw new Error(`${failed.length} frames were not taken`);
}
const toOutcome = (value: unknown) => value as { readonly failed?: readonly unknown[] };

/** What the signer asks of a digest, by Node's own. */
class Sha256 {
  private readonly parts: (string | Uint8Array)[] = [];
  private readonly secret: ConstructorParameters<SignerDigest>[0];

  constructor(secret?: ConstructorParameters<SignerDigest>[0]) {
    this.secret = secret;
  }

  update(part: Parameters<InstanceType<SignerDigest>['update']>[0]): void {
    this.parts.push(toBytes(part));
  }

  async digest(): Promise<Uint8Array> {
    const digest = this.secret === undefined ? createHash('sha256') : createHmac('sha256', toBytes(this.secret));
    for (const part of this.parts) digest.update(part);
    return digest.digest();
  }

  reset(): void {
    this.parts.length = 0;
  }
}
type SignerDigest = ConstructorParameters<typeof SignatureV4>[0]['sha256'];
const toBytes = (part: string | ArrayBuffer | ArrayBufferView): string | Uint8Array => {
  if (typeof part === 'string') return part;
  return ArrayBuffer.isView(part)
    ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
    : new Uint8Array(part);
};
