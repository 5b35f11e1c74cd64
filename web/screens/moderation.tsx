import { useEffect, useState } from 'react';
import type { Api } from '../api/api.ts';
import type { Page } from '../api/safety-calls.ts';
import { type Report, type ReportState, reportStates } from '../api/safety-types.ts';
import { useDoing } from '../page/doing.ts';
import { ScreenTitle } from '../page/screen-title.tsx';
import { Notice } from '../parts/notice.tsx';
import { ReportCard } from '../parts/report-card.tsx';

const stateWords: Readonly<Record<ReportState, string>> = {
  open: 'Open',
  in_review: 'In review',
  actioned: 'Actioned',
  dismissed: 'Dismissed',
};

/** The moderators' queue. Whoever is none is told so by the API. */
export function Moderation({ api }: { readonly api: Api }) {
  // A new object with every press: the one that is shown is read anew.
  const [shown, setShown] = useState<{ readonly state: ReportState }>({ state: 'open' });
  const { state } = shown;
  const [page, setPage] = useState<Page<Report>>();
  const { isBusy, problem, attempt } = useDoing();
  useEffect(() => {
    setPage(undefined);
    let isGone = false;
    void attempt(async () => {
      const found = await api.reports(shown.state);
      if (!isGone) setPage(found);
    });
    return () => {
      isGone = true;
    };
  }, [api, shown, attempt]);
  const more = () =>
    attempt(async () => {
      const { data, ...next } = await api.reports(state, page?.nextCursor);
      setPage((before) => ({ ...next, data: [...(before?.data ?? []), ...data] }));
    });
  const replace = (report: Report) =>
    setPage((before) => before && { ...before, data: before.data.map((old) => (old.id === report.id ? report : old)) });
  return (
    <div className="page-narrow">
      <ScreenTitle tab="Moderation">Reports</ScreenTitle>
      <fieldset className="tabs">
        <legend className="only-heard">State</legend>
        {reportStates.map((each) => (
          <button
            key={each}
            type="button"
            className={each === state ? 'button button-open' : 'button'}
            aria-pressed={each === state}
            onClick={() => setShown({ state: each })}
          >
            {stateWords[each]}
          </button>
        ))}
      </fieldset>
      {problem !== '' && <Notice kind="error">{problem}</Notice>}
      {!page && problem === '' && <p className="quiet">Reading…</p>}
      {page?.data.length === 0 && <p>No reports.</p>}
      {page?.data.map((report) => (
        <ReportCard key={report.id} api={api} report={report} onChange={replace} />
      ))}
      {page?.nextCursor !== undefined && (
        <button type="button" className="button" disabled={isBusy} onClick={() => void more()}>
          Show more
        </button>
      )}
    </div>
  );
}
