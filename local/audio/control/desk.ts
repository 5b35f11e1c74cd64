import type { Cause, JsonObject, WireAnswer } from '../../model.ts';
import type { Studio } from '../studio.ts';

/** Where the API calls arrive: the studio, the account, and the answers remembered by ClientRequestToken. */
export type Desk = {
  readonly studio: Studio;
  readonly region: string;
  readonly accountId: string;
  readonly signallingUrl: () => string;
  /** An answer outlives its meeting: a used token never makes a second one. */
  readonly meetingsByToken: Map<string, { readonly parameters: string; readonly body: JsonObject }>;
};

export type Operation = (desk: Desk, input: JsonObject, cause: Cause) => WireAnswer;
