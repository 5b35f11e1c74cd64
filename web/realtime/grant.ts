/** What one needs to listen: where, with which token, to which channels; the token is good until `expiresAt` (ISO). */
export type RealtimeGrant = {
  readonly url: string;
  /** The API's HTTP host, which is part of what is authorized. */
  readonly host: string;
  readonly token: string;
  readonly channels: readonly string[];
  readonly expiresAt: string;
};

/** Something a channel tells. `seq` counts the frames of a channel; a `tick` is absolute and repeats the last one. */
export type Frame = {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly [fact: string]: unknown;
};

/** Undefined when the text is no frame. */
export function readFrame(text: string): Frame | undefined {
  const { seq, at, type, ...facts } = readObject(text);
  if (typeof seq !== 'number' || typeof at !== 'string' || typeof type !== 'string') return undefined;
  return { ...facts, seq, at, type };
}

/** The token and channels that a frame brings along for whoever hears it. */
export function readGrant({ realtime }: Frame): RealtimeGrant | undefined {
  const { url, host, token, channels, expiresAt } = toFields(realtime);
  const texts = [url, host, token, expiresAt];
  if (!Array.isArray(channels) || !texts.every((text) => typeof text === 'string')) return undefined;
  const [toUrl, toHost, toToken, toExpiresAt] = texts.map(String);
  return {
    url: toUrl ?? '',
    host: toHost ?? '',
    token: toToken ?? '',
    channels: channels.map(String),
    expiresAt: toExpiresAt ?? '',
  };
}

/** The fields of a JSON object; none when the text is anything else. */
export function readObject(text: unknown): Readonly<Record<string, unknown>> {
  try {
    return toFields(JSON.parse(String(text)));
  } catch {
    return {};
  }
}

const toFields = (value: unknown) =>
  (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
