import { useId, useState } from 'react';
import type { Api } from '../api/api.ts';
import type { Report, SuspensionScope } from '../api/safety-types.ts';
import { useDoing } from '../page/doing.ts';
import { Problem } from './problem.tsx';

type ReportDecisionProps = {
  readonly api: Api;
  readonly report: Report;
  readonly name: string;
  readonly onChange: (report: Report) => void;
};

/** What a moderator does with a report. The statement is read by the person concerned. */
export function ReportDecision({ api, report, name, onChange }: ReportDecisionProps) {
  const [text, setText] = useState('');
  const [done, setDone] = useState('');
  const { isBusy, problem, attempt } = useDoing();
  const id = useId();
  const { state } = report;
  const words = text.trim();
  const move = (next: 'in_review' | 'actioned' | 'dismissed') =>
    attempt(async () => {
      const decision = next === 'in_review' ? {} : { decision: words };
      onChange(await api.moveReport(report.id, { state: next, ...decision }));
    });
  const act = async (run: () => Promise<void>, said: string) => {
    if (await attempt(run, said)) setDone(said);
  };
  const isDecided = state === 'actioned' || state === 'dismissed';
  return (
    <>
      {!isDecided && state === 'open' && (
        <div className="buttons buttons-start">
          <button type="button" className="button button-main" disabled={isBusy} onClick={() => void move('in_review')}>
            Take into review
          </button>
        </div>
      )}
      {!isDecided && (
        <details className="fold">
          <summary>Decide and act</summary>
          <div className="settings">
            <label htmlFor={id}>Statement of reasons, read by {name}</label>
            <textarea
              id={id}
              rows={3}
              maxLength={1000}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <div className="buttons buttons-start">
              <Choice label="Uphold" isOff={isBusy || words === ''} run={() => move('actioned')} />
              <Choice label="Dismiss" isOff={isBusy || words === ''} run={() => move('dismissed')} />
            </div>
            <AtOnce {...{ api, report, words, isBusy, act }} />
          </div>
        </details>
      )}
      <Problem>{problem}</Problem>
      {done !== '' && <p className="quiet">{done}</p>}
    </>
  );
}

type AtOnceProps = Pick<ReportDecisionProps, 'api' | 'report'> & {
  readonly words: string;
  readonly isBusy: boolean;
  readonly act: (run: () => Promise<void>, said: string) => Promise<void>;
};

/** What cannot wait for the decision, with the same reasons. */
function AtOnce({ api, report: { roomId, concernedUserId: userId, evidence }, words, isBusy, act }: AtOnceProps) {
  const isOff = isBusy || words === '';
  const place = evidence.room?.stage.find((each) => each.userId === userId && each.role !== 'host');
  const endRoom = (id: string) => act(() => api.endAsModerator(id, words), 'The room is ended.');
  const strip = (id: string) => act(() => api.stripRole(id, userId, words), 'Taken off the stage.');
  const suspend = (scope: SuspensionScope, said: string) => act(() => api.suspend(userId, scope, words), said);
  return (
    <>
      <p className="quiet">With the same reasons, at once:</p>
      <div className="buttons buttons-start">
        {roomId !== undefined && <Choice label="End the room" isOff={isOff} run={() => endRoom(roomId)} />}
        {roomId !== undefined && place && <Choice label="Take off the stage" isOff={isOff} run={() => strip(roomId)} />}
        <Choice label="Suspend hosting" isOff={isOff} run={() => suspend('hosting', 'Hosting is suspended.')} />
        <Choice label="Suspend the account" isOff={isOff} run={() => suspend('account', 'The account is suspended.')} />
      </div>
    </>
  );
}

type ChoiceProps = { readonly label: string; readonly isOff: boolean; readonly run: () => Promise<unknown> };
function Choice({ label, isOff, run }: ChoiceProps) {
  return (
    <button type="button" className="button" disabled={isOff} onClick={() => void run()}>
      {label}
    </button>
  );
}
