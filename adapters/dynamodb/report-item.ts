import {
  type Appeal,
  appealKinds,
  type Evidence,
  type EvidenceLine,
  type Judgement,
  type Report,
  reportReasons,
  reportStates,
  verdictStates,
} from '../../domain/report.ts';
import { roomStatuses } from '../../domain/room.ts';
import type { Item } from './client.ts';
import { readCount, readItem, readItems, readOneOf, readOptional, readText } from './read.ts';
import { schemaVersion, toPin } from './room-item.ts';
import { type Key, reportKey, reportShardCount } from './table.ts';

/** The report as a map, and beside it what the list of its state is sorted by. */
export function fromReport(report: Report): Key & Item {
  const { id, state, at, version } = report;
  const place = { reportState: state, shard: reportShard(id), reportedAt: at };
  return { ...reportKey(id), schemaVersion, reportId: id, version, ...place, report };
}

const reportShard = (reportId: string): number => reportId.charCodeAt(reportId.length - 1) % reportShardCount;

export function toReport(item: Item): Report {
  const report = readItem(item, 'report');
  return {
    id: readText(report, 'id'),
    state: readOneOf(report, 'state', reportStates),
    reason: readOneOf(report, 'reason', reportReasons),
    ...readOptional(report, 'text', readText),
    ...readOptional(report, 'roomId', readText),
    ...readOptional(report, 'userId', readText),
    concernedUserId: readText(report, 'concernedUserId'),
    reporterId: readText(report, 'reporterId'),
    at: readText(report, 'at'),
    evidence: toEvidence(readItem(report, 'evidence')),
    ...readOptional(report, 'assigneeId', readText),
    ...readOptional(report, 'note', readText),
    judgements: readItems(report, 'judgements').map(toJudgement),
    ...readOptional(report, 'appeal', toAppeal),
    version: readCount(report, 'version'),
  };
}

const toEvidence = (evidence: Item): Evidence => ({
  ...readOptional(evidence, 'room', toRoomEvidence),
  ...readOptional(evidence, 'person', (parent, field) => {
    const person = readItem(parent, field);
    return { handle: readText(person, 'handle'), name: readText(person, 'name'), bio: readText(person, 'bio') };
  }),
  ...readOptional(evidence, 'verdict', readText),
});

function toRoomEvidence(evidence: Item, field: string): NonNullable<Evidence['room']> {
  const room = readItem(evidence, field);
  return {
    title: readText(room, 'title'),
    status: readOneOf(room, 'status', roomStatuses),
    hostId: readText(room, 'hostId'),
    stage: readItems(room, 'stage').map((place) => ({
      userId: readText(place, 'userId'),
      role: readOneOf(place, 'role', ['host', 'cohost', 'speaker'] as const),
    })),
    pins: readItems(room, 'pins').map(toPin),
    lines: readItems(room, 'lines').map(toLine),
    ...readOptional(room, 'secondsSinceStart', readCount),
  };
}

const toLine = (line: Item): EvidenceLine => ({
  id: readText(line, 'id'),
  userId: readText(line, 'userId'),
  text: readText(line, 'text'),
  at: readText(line, 'at'),
});

const toJudgement = (judgement: Item): Judgement => ({
  state: readOneOf(judgement, 'state', verdictStates),
  text: readText(judgement, 'text'),
  byUserId: readText(judgement, 'byUserId'),
  at: readText(judgement, 'at'),
  actId: readText(judgement, 'actId'),
});

const toAppeal = (report: Item, field: string): Appeal => {
  const appeal = readItem(report, field);
  return {
    kind: readOneOf(appeal, 'kind', appealKinds),
    ...readOptional(appeal, 'actId', readText),
    text: readText(appeal, 'text'),
    at: readText(appeal, 'at'),
  };
};
