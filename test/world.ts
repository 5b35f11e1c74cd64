import { inject } from 'vitest';
import { type CloudOptions, startCloud } from '../local/cloud.ts';
import { type KeptLogs, keepLogs } from './given/kept-logs.ts';

/** A room as the API shows it; fields a room may lack are typed as there, a test that reads them says so. */
export type RoomBody = {
  readonly id: string;
  readonly status: string;
  readonly title: string;
  readonly topics: readonly string[];
  readonly hostId: string;
  readonly lang: string;
  readonly endReason: string;
  readonly endedAt: string;
  readonly startsAt: string;
  readonly startedAt: string;
  readonly graceEndsAt: string;
  readonly participantCount: number;
  readonly peakCount: number;
  readonly epoch: number;
  readonly version: number;
  readonly labels: readonly { readonly userId: string; readonly kind: string }[];
};
export type Attendee = { readonly AttendeeId: string; readonly ExternalUserId: string; readonly JoinToken: string };
export type Meeting = { readonly MeetingId: string; readonly MediaPlacement: Readonly<Record<string, string>> };
export type ErrorBody = {
  readonly type: string;
  readonly code: string;
  readonly message: string;
  readonly param: string;
  readonly requestId: string;
  readonly need: number;
  readonly have: number;
};
/** Every field an answer of this API may have; which one has which is what the tests assert. */
export type Body = RoomBody & {
  readonly room: RoomBody;
  readonly role: string;
  readonly audio: {
    readonly kind: string;
    readonly meeting: Meeting;
    readonly attendee: Attendee;
    readonly stage: { readonly meeting: Meeting; readonly attendee: Attendee };
  };
  readonly realtime: {
    readonly url: string;
    readonly host: string;
    readonly token: string;
    readonly channels: readonly string[];
    readonly expiresAt: string;
  };
  readonly guest: { readonly id: string; readonly token: string };
  readonly error: ErrorBody;
  readonly data: readonly Body[];
  readonly nextCursor: string;
  readonly isEligible: boolean;
  readonly rules: readonly {
    readonly rule: string;
    readonly need: number;
    readonly have: number;
    readonly hasPassed: boolean;
  }[];
  readonly handle: string;
  readonly name: string;
  readonly followerCount: number;
  readonly followingCount: number;
  readonly isSuspended: boolean;
  readonly state: string;
  readonly message: string;
  readonly accessToken: string;
  readonly userId: string;
};

export type Answer = { readonly status: number; readonly headers: Headers; readonly text: string; readonly body: Body };
type Call = (path: string, body?: object, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
export type Door = {
  readonly get: Call;
  readonly post: Call;
  readonly put: Call;
  readonly patch: Call;
  readonly remove: Call;
};
export type Person = Door & { readonly userId: string; readonly handle: string; readonly token: string };
export type SignIn = {
  readonly followers?: number;
  readonly canSell?: boolean;
  readonly name?: string;
  readonly roles?: readonly string[];
  readonly isSuspended?: boolean;
  readonly birthDate?: string;
  readonly tokenSeconds?: number;
  /** Claims said otherwise than the identity provider would. */
  readonly claims?: Readonly<Record<string, unknown>>;
};

/** An embedded cloud on a free port, with people who call its API over HTTP. */
export async function openWorld(options: CloudOptions = {}) {
  // Tools open worlds too: they bring an assembly of their own, there is none to inject outside a test run.
  const isShared = options.configFile === undefined && options.assembly === undefined;
  const kept = keepLogs(process.env['VITEST'] ? inject('logFolder') : undefined);
  const onLog: CloudOptions['onLog'] = (line) => {
    kept.line(line.text);
    options.onLog?.(line);
  };
  const cloud = await startCloud({ ...options, ...(isShared && { assembly: inject('assembly') }), onLog });
  const doorOf = (standing: Readonly<Record<string, string>>) => openDoor(cloud.url, kept, standing);
  return {
    cloud,
    url: cloud.url,
    /** Nobody in particular: no token. */
    nobody: doorOf({}),
    withToken: (token: string): Door => doorOf({ authorization: `Bearer ${token}` }),
    /** Signs somebody in; `followers` arrive as pushed facts. */
    async person(handle: string, facts: SignIn = {}): Promise<Person> {
      const { body } = await doorOf({}).post('/local/sign-in', { handle, ...facts });
      const { accessToken: token, userId } = body;
      return { ...doorOf({ authorization: `Bearer ${token}` }), userId, handle, token };
    },
    /** Moves the virtual clock; answers when everything that became due is done. */
    advance: (seconds: number) => doorOf({}).post('/local/clock', { advanceSeconds: seconds }),
    /** Waits until nothing is under way. */
    settle: () => doorOf({}).post('/local/clock', { advanceSeconds: 0 }),
    async close(): Promise<void> {
      await cloud.close();
      kept.close();
    },
  };
}
export type World = Awaited<ReturnType<typeof openWorld>>;

function openDoor(url: string, kept: KeptLogs, standing: Readonly<Record<string, string>>): Door {
  const call =
    (method: string): Call =>
    async (path, body, headers) => {
      const sent = { ...standing, ...(body && { 'content-type': 'application/json' }), ...headers };
      const response = await fetch(`${url}${path}`, {
        method,
        headers: sent,
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      kept.call({ headers: sent, ...(body && { body }) }, text);
      return { status: response.status, headers: response.headers, text, body: readBody(text) };
    };
  return { get: call('GET'), post: call('POST'), put: call('PUT'), patch: call('PATCH'), remove: call('DELETE') };
}

function readBody(text: string): Body {
  try {
    return toBody(JSON.parse(text));
  } catch {
    return toBody({});
  }
}
const toBody = (value: unknown) => value as Body;
