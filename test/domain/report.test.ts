import { describe, expect, it } from 'vitest';
import {
  filedReport,
  maxReportCharacters,
  newReport,
  type Report,
  reportEventsOf,
  reportReasons,
  reportStates,
  sameReport,
} from '../../domain/report.ts';
import { appealFrom, judgementAct, moderatedReport, moveReport, reopened } from '../../domain/report-queue.ts';
import { codeOf, crowded, granted, noon, person as somebody } from './given.ts';

const room = crowded();
const person = somebody({ userId: '2', handle: 'sam', name: 'Sam', bio: 'Talks.' });
const now = noon;

const filing = { id: 'rpt_0000000000001', reporterId: '9', now: now + 90_000, lines: [] };
const wish = { reason: 'abuse', roomId: room.id, userId: '2' } as const;
const report = (changes: Partial<Report> = {}): Report => ({
  ...granted(newReport(wish, { ...filing, room, person })),
  ...changes,
});
const moving = { byUserId: '5', actId: 'act_1', now };
const decision = 'This was abuse.';
const judged: Report = granted(moveReport(report(), { state: 'actioned', decision }, moving));
const appeal = { kind: 'act', actId: 'act_1', text: 'No.', at: 'later' } as const;

describe('a new report', () => {
  it('keeps the stage, the pins and the place in the sound, and concerns whom it names', () => {
    const { evidence, concernedUserId, state, version } = report();
    expect([concernedUserId, state, version]).toEqual(['2', 'open', 1]);
    expect(evidence.room).toMatchObject({ title: room.title, status: 'live', hostId: room.hostId, pins: room.pins });
    expect(evidence.room?.stage).toEqual(room.stage.map(({ userId, role }) => ({ userId, role })));
    expect(evidence.person).toEqual({ handle: person.handle, name: person.name, bio: person.bio });
  });

  it('concerns the host when it names the room alone, and is refused when it names nothing', () => {
    expect(granted(newReport({ reason: 'spam', roomId: room.id }, { ...filing, room })).concernedUserId).toBe(
      room.hostId,
    );
    expect(codeOf(newReport({ reason: 'spam' }, filing))).toBe('invalid_field');
  });

  it.each(reportReasons)('is the same as another one of reason %s about the same', (reason) => {
    expect(sameReport({ ...wish, reason })).toBe(sameReport({ ...wish, reason, text: 'otherwise' }));
    const others = reportReasons
      .filter((other) => other !== reason)
      .map((other) => sameReport({ ...wish, reason: other }));
    expect(others).not.toContain(sameReport({ ...wish, reason }));
    expect(sameReport({ reason, roomId: '2' })).not.toBe(sameReport({ reason, userId: '2' }));
  });

  it('has at most 1 000 characters, none of them a control character', () => {
    const said = (text: string) => newReport({ ...wish, text }, { ...filing, room });
    expect(granted(said('👋'.repeat(maxReportCharacters))).text).toHaveLength(2 * maxReportCharacters);
    expect(codeOf(said('x'.repeat(maxReportCharacters + 1)))).toBe('invalid_field');
    expect(codeOf(said('a\u0000'))).toBe('invalid_field');
    expect(granted(said(''))).not.toHaveProperty('text');
  });

  it('is told without its reporter, and once', () => {
    const [event, ...others] = reportEventsOf(undefined, report());
    expect([event?.name, others]).toEqual(['report.filed', []]);
    expect(event?.detail).not.toHaveProperty('reporterId');
    expect(reportEventsOf(report(), judged)).toEqual([]);
    expect(filedReport(report())).not.toHaveProperty('evidence');
  });
});

describe('the way through the queue', () => {
  const moves = ['in_review', 'actioned', 'dismissed'] as const;
  const outcomes = {
    open: ['in_review', 'actioned', 'dismissed'],
    in_review: ['in_review', 'actioned', 'dismissed'],
    actioned: ['already_decided', 'already_decided', 'already_decided'],
    dismissed: ['already_decided', 'already_decided', 'already_decided'],
  };
  const cells = reportStates.flatMap((state) =>
    moves.map((move, at) => ({ state, move, outcome: outcomes[state][at] })),
  );

  it.each(cells)('from $state by $move leads to $outcome', ({ state, move, outcome }) => {
    const before = report({ state, ...(state === 'in_review' && { assigneeId: moving.byUserId }) });
    const moved = moveReport(before, { state: move, decision }, moving);
    expect(moved.isAllowed ? moved.value.state : moved.refusal.code).toBe(outcome);
  });

  it('gives a report to one moderator', () => {
    const taken = granted(moveReport(report(), { state: 'in_review' }, moving));
    expect(taken.assigneeId).toBe('5');
    expect(granted(moveReport(taken, { state: 'in_review' }, moving))).toBe(taken);
    expect(granted(moveReport(taken, { state: 'in_review', note: 'Mine.' }, moving)).version).toBe(taken.version + 1);
    expect(codeOf(moveReport(taken, { state: 'in_review' }, { ...moving, byUserId: '6' }))).toBe('version_conflict');
  });

  it.each([undefined, '', ' ', 'x'.repeat(1001), 'a\u0000'])(
    'asks for a statement of reasons, and %j is none',
    (text) => {
      expect(codeOf(moveReport(report(), { state: 'dismissed', decision: text }, moving))).toBe('invalid_field');
    },
  );

  it('makes an act of each move, which concerns somebody only when it was decided', () => {
    const taken = granted(moveReport(report(), { state: 'in_review' }, moving));
    expect(judgementAct(taken)).toEqual({ kind: 'report_taken', reason: '', reportId: taken.id, roomId: room.id });
    const about = { reportId: judged.id, roomId: room.id, userId: '2' };
    expect(judgementAct(judged)).toEqual({ kind: 'report_actioned', reason: decision, ...about });
    expect(moderatedReport(judged).decision).toBe(decision);
  });
});

describe('an appeal', () => {
  it('opens the report for nobody in particular, once; then it is decided for good', () => {
    const open = granted(reopened({ ...judged, assigneeId: '5' }, appeal));
    expect(open).toMatchObject({ state: 'open', appeal, judgements: judged.judgements });
    expect(open).not.toHaveProperty('assigneeId');
    expect(moderatedReport(open)).toMatchObject({ appealedAt: 'later' });
    expect(moderatedReport(open)).not.toHaveProperty('decision');
    expect(codeOf(reopened(open, appeal))).toBe('already_decided');
    const last = granted(moveReport(open, { state: 'dismissed', decision: 'Sorry.' }, { ...moving, actId: 'act_2' }));
    expect(last.judgements.map(({ actId }) => actId)).toEqual(['act_1', 'act_2']);
    expect(judgementAct(last)).toMatchObject({ kind: 'report_dismissed', reason: 'Sorry.' });
    expect(codeOf(reopened(last, appeal))).toBe('already_decided');
  });

  it('against an act names it, and says something', () => {
    expect(codeOf(appealFrom({ kind: 'act', text: 'No.' }, now))).toBe('invalid_field');
    expect(codeOf(appealFrom({ kind: 'verdict', text: ' ' }, now))).toBe('invalid_field');
    expect(granted(appealFrom({ kind: 'verdict', text: 'No.', actId: 'act_1' }, now))).not.toHaveProperty('actId');
  });
});
