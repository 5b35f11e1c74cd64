import type { Report, ReportState } from '../../domain/report.ts';
import type { Wiring } from '../wiring.ts';
import { getItem, type Item, query, tablesOf } from './client.ts';
import { readText } from './read.ts';
import { fromReport, toReport } from './report-item.ts';
import { resultPuts, type StoredResult } from './results.ts';
import { schemaVersion } from './room-item.ts';
import { appealKey, filedKey, indexes, reportKey, reportShardCount } from './table.ts';
import { absent, type Condition, type Write, write } from './write.ts';

/** Where a page of the queue ended. */
export type QueuePlace = { readonly at: string; readonly reportId: string };
/** Somebody's way to what they filed before: what makes it the same, and the decided report it may take the place of. */
export type Filed = { readonly digest: string; readonly decidedId?: string };
/** What the result of a keyed request is, and until when it is kept (epoch seconds). */
export type Kept = { readonly result: StoredResult | undefined; readonly keptUntil: number };

export const reports = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  const find = async (reportId: string): Promise<Report | undefined> => {
    const item = await getItem(tables, 'social', reportKey(reportId));
    return item && toReport(item);
  };
  return {
    /** 1 read unit per 4 KB; a report with much chat has up to 50 KB. */
    find,

    /** The last report of this reporter that was the same: 1 read unit, and the report's own. */
    async filedBefore(reporterId: string, digest: string): Promise<Report | undefined> {
      const item = await getItem(tables, 'social', filedKey(reporterId, digest));
      return item && find(readText(item, 'reportId'));
    },

    /** Files it once: false when its reporter, or the same request, was faster. 2 write units per KB and 6 more. */
    async file(report: Report, { digest, decidedId }: Filed, { result, keptUntil }: Kept): Promise<boolean> {
      const way = { ...filedKey(report.reporterId, digest), schemaVersion, reportId: report.id };
      const written = await write(tables, [
        reportPut(undefined, report),
        { kind: 'put', table: 'social', item: way, when: pointingAt(decidedId) },
        ...resultPuts(result, keptUntil),
      ]);
      return written.isWritten;
    },

    /** The report that an appeal against this is in: 1 read unit. */
    async appealedIn(subject: string): Promise<string | undefined> {
      const item = await getItem(tables, 'social', appealKey(subject));
      return item && readText(item, 'reportId');
    },

    /** Puts the report back into the queue, or a new one into it, with the appeal noted: false when somebody was faster. */
    async appeal(
      { before, after }: { readonly before?: Report; readonly after: Report },
      { subject, decidedId }: { readonly subject: string; readonly decidedId?: string },
      { result, keptUntil }: Kept,
    ): Promise<boolean> {
      const note = { ...appealKey(subject), schemaVersion, reportId: after.id };
      const written = await write(tables, [
        reportPut(before, after),
        { kind: 'put', table: 'social', item: note, when: pointingAt(decidedId) },
        ...resultPuts(result, keptUntil),
      ]);
      return written.isWritten;
    },

    /** Reports in a state behind a place, oldest first: one index query per shard. */
    async page(state: ReportState, limit: number, after: QueuePlace | undefined): Promise<readonly Report[]> {
      const shards = Array.from({ length: reportShardCount }, (_, shard) =>
        query(tables, {
          table: 'social',
          index: indexes.reports,
          where: 'reportState = :r AND #shard = :s',
          names: { '#shard': 'shard' },
          values: { ':r': state, ':s': shard },
          limit,
          // A start key need not exist: every shard goes on behind the same place.
          ...(after && { after: { ...reportKey(after.reportId), reportState: state, shard, reportedAt: after.at } }),
        }),
      );
      const found = (await Promise.all(shards)).flatMap(({ items }) => items.map(toReport));
      return found.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)).slice(0, limit);
    },
  };
};

const orderOf = ({ at, id }: Report): string => `${at} ${id}`;

const pointingAt = (reportId: string | undefined): Condition =>
  reportId === undefined ? absent : { text: 'reportId = :r', values: { ':r': reportId } };

/** The report's next state if nobody wrote it since, or the report for the first time. */
export const reportPut = (before: Report | undefined, after: Report): Write => ({
  kind: 'put',
  table: 'social',
  item: fromReport(after),
  when: before ? { text: '#v = :v', names: { '#v': 'version' }, values: toVersion(before) } : absent,
});
const toVersion = ({ version }: Report): Item => ({ ':v': version });
