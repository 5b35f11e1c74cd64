/** Reports of people and rooms: what is kept of the moment they were filed, and the way through the moderators' queue. */

import type { DomainEvent } from './events.ts';
import type { Profile } from './person.ts';
import { allow, type Decision, refuse } from './refusal.ts';
import type { Pin, Room, RoomStatus } from './room.ts';
import type { PlaceRole } from './stage.ts';
import { isoOf, millisecondsOf } from './time.ts';
import { textFrom } from './wording.ts';

/** Why a room or a person can be reported. */
export const reportReasons = [
  'self_harm',
  'violence',
  'sexual_content',
  'child_safety',
  'private_information',
  'abuse',
  'spam',
  'other',
] as const;
export type ReportReason = (typeof reportReasons)[number];

export const reportStates = ['open', 'in_review', 'actioned', 'dismissed'] as const;
export type ReportState = (typeof reportStates)[number];
export const verdictStates = ['actioned', 'dismissed'] as const satisfies readonly ReportState[];

/** What a reporter, and what a moderator, may write at most: characters. */
export const maxReportCharacters = 1_000;
/** What one reporter may file in an hour, and what guests of one address may file together. */
export const reportsPerHour = 10;
export const guestReportsPerAddressAndHour = 30;
/** Lines of the chat that a report keeps, the last ones before it. */
export const evidenceLineCount = 20;

/** A line of the room's chat as it stood. */
export type EvidenceLine = {
  readonly id: string;
  readonly userId: string;
  readonly text: string;
  readonly at: string;
};
/** What was true when the report was filed; nothing of it changes later. */
export type Evidence = {
  readonly room?: {
    readonly title: string;
    readonly status: RoomStatus;
    readonly hostId: string;
    readonly stage: readonly { readonly userId: string; readonly role: PlaceRole }[];
    readonly pins: readonly Pin[];
    readonly lines: readonly EvidenceLine[];
    /** Where in the room's sound it was. */
    readonly secondsSinceStart?: number;
  };
  readonly person?: { readonly handle: string; readonly name: string; readonly bio: string };
  /** What an appeal against the verdict on hosting is about: each rule with need and have, as JSON. */
  readonly verdict?: string;
};

/** A moderator's word on a report; `text` is the statement of reasons for the person concerned. */
export type Judgement = {
  readonly state: (typeof verdictStates)[number];
  readonly text: string;
  readonly byUserId: string;
  readonly at: string;
  readonly actId: string;
};
export const appealKinds = ['act', 'verdict'] as const;
export type Appeal = {
  readonly kind: (typeof appealKinds)[number];
  readonly actId?: string;
  readonly text: string;
  readonly at: string;
};

export type Report = {
  readonly id: string;
  readonly state: ReportState;
  readonly reason: ReportReason;
  readonly text?: string;
  readonly roomId?: string;
  readonly userId?: string;
  /** Whom a decision concerns: the person reported, else the host the room had. */
  readonly concernedUserId: string;
  /** A user id, or that of a guest; never told to the person concerned. */
  readonly reporterId: string;
  readonly at: string;
  readonly evidence: Evidence;
  readonly assigneeId?: string;
  readonly note?: string;
  /** At most two: the second one, after an appeal, is final. */
  readonly judgements: readonly Judgement[];
  readonly appeal?: Appeal;
  readonly version: number;
};

export type ReportWish = {
  readonly reason: ReportReason;
  readonly text?: string | undefined;
  readonly roomId?: string | undefined;
  readonly userId?: string | undefined;
};
type Filing = {
  readonly id: string;
  readonly reporterId: string;
  readonly now: number;
  readonly room?: Room;
  readonly person?: Profile;
  readonly lines: readonly EvidenceLine[];
};

/** The report of somebody, or of a room, with its evidence. */
export function newReport({ reason, text, roomId, userId }: ReportWish, filing: Filing): Decision<Report> {
  const concernedUserId = userId ?? filing.room?.hostId;
  if (concernedUserId === undefined)
    return refuse('invalid_field', { param: 'roomId', message: 'A report names a room or a person: roomId, userId.' });
  const said = text === undefined ? undefined : textFrom('text', text, 0, maxReportCharacters);
  if (said && !said.isAllowed) return said;
  const report = { id: filing.id, reporterId: filing.reporterId, state: 'open', reason, concernedUserId } as const;
  return allow({
    ...report,
    ...(said && said.value !== '' && { text: said.value }),
    ...(roomId !== undefined && { roomId }),
    ...(userId !== undefined && { userId }),
    at: isoOf(filing.now),
    evidence: evidenceOf(filing),
    judgements: [],
    version: 1,
  });
}

/** The room must be as it is now, not as it was stored. */
function evidenceOf({ room, person, lines, now }: Filing): Evidence {
  return {
    ...(room && {
      room: {
        title: room.title,
        status: room.status,
        hostId: room.hostId,
        stage: room.status === 'live' ? room.stage.map(({ userId, role }) => ({ userId, role })) : [],
        pins: room.pins,
        lines,
        ...('startedAt' in room && { secondsSinceStart: Math.floor((now - millisecondsOf(room.startedAt)) / 1000) }),
      },
    }),
    ...(person && { person: { handle: person.handle, name: person.name, bio: person.bio } }),
  };
}

export const isDecided = ({ state }: Report): boolean => state === 'actioned' || state === 'dismissed';

/** What makes two reports of one person the same: they are filed once until it is decided. */
export const sameReport = ({ roomId = '', userId = '', reason }: ReportWish): string =>
  JSON.stringify([roomId, userId, reason]);

/** What whoever filed it is told. */
export type FiledReport = Pick<Report, 'id' | 'state' | 'reason' | 'roomId' | 'userId' | 'at'>;
export function filedReport({ id, state, reason, roomId, userId, at }: Report): FiledReport {
  const named = { ...(roomId !== undefined && { roomId }), ...(userId !== undefined && { userId }) };
  return { id, state, reason, ...named, at };
}

/** What the bus is told of a write of a report: that it was filed. Who filed it stays with the moderators. */
export function reportEventsOf(before: Report | undefined, after: Report | undefined): readonly DomainEvent[] {
  if (before || !after || after.appeal) return [];
  const { id, at, version, roomId, reason, concernedUserId } = after;
  const concerned = { userId: concernedUserId, ...(roomId !== undefined && { roomId }) };
  const detail = { id: `evt_${id}.report.filed`, at, version, reportId: id, reason, ...concerned };
  return [{ name: 'report.filed', detail }];
}
