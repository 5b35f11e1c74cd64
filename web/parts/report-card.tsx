import type { Api } from '../api/api.ts';
import type { Report } from '../api/safety-types.ts';
import { nameOf, usePerson } from '../page/use-person.ts';
import { dayOf, timeOf } from './count.ts';
import { reasonWords } from './reason-words.ts';
import { ReportDecision } from './report-decision.tsx';

type ReportCardProps = {
  readonly api: Api;
  readonly report: Report;
  readonly onChange: (report: Report) => void;
};

/** One report with what was true when it was filed. Everything people wrote is shown as text; links are not live. */
export function ReportCard({ api, report, onChange }: ReportCardProps) {
  const { evidence, concernedUserId, text, appeal, judgements } = report;
  const person = usePerson(api, concernedUserId, undefined);
  const { room } = evidence;
  return (
    <article className="card report" aria-label={`Report: ${reasonWords(report.reason)}`}>
      <p className="entry-head">
        <strong>{reasonWords(report.reason)}</strong>
        <time className="quiet" dateTime={report.at}>
          {dayOf(report.at)}
        </time>
      </p>
      <p>
        About {nameOf(person)} {person && <span className="quiet">@{person.handle}</span>}
        {room && (
          <>
            {' '}
            in “{room.title}” <span className="quiet">({room.status})</span>
          </>
        )}
      </p>
      {text !== undefined && <p className="said">{text}</p>}
      {appeal && (
        <p className="said">
          <strong>Appeal:</strong> {appeal.text}
        </p>
      )}
      {judgements.map(({ state, text: words, at }) => (
        <p key={at} className="said">
          <strong>{state === 'actioned' ? 'Actioned' : 'Dismissed'}:</strong> {words}
        </p>
      ))}
      <Evidence api={api} evidence={evidence} />
      <ReportDecision api={api} report={report} name={nameOf(person)} onChange={onChange} />
    </article>
  );
}

function Evidence({
  api,
  evidence: { room, person, verdict },
}: {
  readonly api: Api;
  readonly evidence: Report['evidence'];
}) {
  return (
    <details className="fold">
      <summary>What was there when it was reported</summary>
      <dl className="evidence">
        {person && (
          <>
            <dt>Profile</dt>
            <dd>
              {person.name} @{person.handle} {person.bio}
            </dd>
          </>
        )}
        {room && (
          <>
            <dt>On stage</dt>
            <dd>
              {room.stage.map(({ userId, role }) => (
                <span key={userId} className="evidence-line">
                  <PersonName api={api} userId={userId} /> ({role})
                </span>
              ))}
            </dd>
            {room.pins.length > 0 && <dt>Pins</dt>}
            <dd>
              {room.pins.map(({ id, url, note }) => (
                <span key={id} className="evidence-line">
                  {note} {url}
                </span>
              ))}
            </dd>
            {room.lines.length > 0 && <dt>Last lines of the chat</dt>}
            <dd>
              {room.lines.map(({ id, userId, text, at }) => (
                <span key={id} className="evidence-line">
                  {timeOf(at)} <PersonName api={api} userId={userId} />: {text}
                </span>
              ))}
            </dd>
          </>
        )}
        {verdict && (
          <>
            <dt>Verdict</dt>
            <dd>{verdict}</dd>
          </>
        )}
      </dl>
    </details>
  );
}

function PersonName({ api, userId }: { readonly api: Api; readonly userId: string }) {
  return <>{nameOf(usePerson(api, userId, undefined))}</>;
}
