import type { Message, Pin } from './types.ts';

export const reportStates = ['open', 'in_review', 'actioned', 'dismissed'] as const;
export type ReportState = (typeof reportStates)[number];
export type SuspensionScope = 'hosting' | 'account';

/** What moderators decided, as the person concerned reads it. */
export type Act = {
  readonly id: string;
  readonly kind: string;
  readonly roomId?: string;
  readonly reason: string;
  readonly until?: string;
  readonly at: string;
};

/** A report as moderators see it, with what was true when it was filed. */
export type Report = {
  readonly id: string;
  readonly state: ReportState;
  readonly reason: string;
  readonly text?: string;
  readonly roomId?: string;
  readonly userId?: string;
  readonly concernedUserId: string;
  readonly reporterId: string;
  readonly assigneeId?: string;
  readonly at: string;
  readonly evidence: {
    readonly room?: {
      readonly title: string;
      readonly status: string;
      readonly hostId: string;
      readonly stage: readonly { readonly userId: string; readonly role: string }[];
      readonly pins: readonly Pin[];
      readonly lines: readonly Message[];
    };
    readonly person?: { readonly handle: string; readonly name: string; readonly bio: string };
    readonly verdict?: string;
  };
  readonly judgements: readonly { readonly state: string; readonly text: string; readonly at: string }[];
  readonly appeal?: { readonly text: string; readonly at: string };
};
