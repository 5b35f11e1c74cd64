import { useState } from 'react';
import { newKey } from '../api/http.ts';
import type { Role } from '../api/types.ts';
import { useDoing } from '../page/doing.ts';
import { withOne, withoutOne } from '../page/notes.ts';
import { useStore } from '../page/store.ts';
import { nameOf, usePerson } from '../page/use-person.ts';
import { actionsToward, type PersonAction } from '../page/what-one-may.ts';
import { Dialog } from './dialog.tsx';
import { Problem } from './problem.tsx';
import { ReportForm } from './report-form.tsx';
import { knownPerson, type RoomSide } from './room-side.ts';

type PersonSheetProps = { readonly userId: string; readonly side: RoomSide; readonly onClose: () => void };

/** What one can do about somebody: each is one button with its words. */
export function PersonSheet({ userId, side, onClose }: PersonSheetProps) {
  const { api, company, config, room, people, role } = side;
  const [step, setStep] = useState<'choose' | PersonAction>('choose');
  const { isBusy, problem, attempt } = useDoing();
  const blocked = useStore(company.blocked.shown);
  const { labels: labelled } = useStore(company.notes.shown);
  const person = usePerson(api, userId, knownPerson(side, userId));
  const place = people?.data.find((each) => each.userId === userId);
  const theirs: Role = place?.role ?? 'listener';
  const name = nameOf(person);
  if (step === 'report') {
    const report = { api, reasons: config.reportReasons, roomId: room.id, userId, about: name };
    return <ReportForm {...report} onClose={onClose} />;
  }
  const run = async (action: PersonAction) => {
    const isDone = await attempt(() => acts[action](side, userId), said[action](name));
    if (isDone) onClose();
  };
  const pair = {
    mine: role,
    theirs,
    isMuted: place?.isMuted ?? false,
    isBlocked: blocked.has(userId) || labelled.has(userId),
  };
  const question = step === 'choose' ? undefined : questions[step]?.(name);
  return (
    <Dialog title={question?.title ?? name} onClose={onClose}>
      {person && step === 'choose' && <p className="quiet">@{person.handle}</p>}
      {question && <p>{question.words}</p>}
      <Problem>{problem}</Problem>
      <div className="sheet">
        {(step === 'choose' ? actionsToward(pair) : [step]).map((action) => {
          const isAsked = step === 'choose' && (questions[action] !== undefined || action === 'report');
          const kind = dangers.has(action) ? 'button button-danger' : 'button';
          return (
            <button
              key={action}
              type="button"
              className={kind}
              disabled={isBusy}
              onClick={() => (isAsked ? setStep(action) : void run(action))}
            >
              {labels[action]}
            </button>
          );
        })}
        <button type="button" className="button button-quiet" onClick={onClose}>
          Cancel
        </button>
      </div>
    </Dialog>
  );
}

const dangers: ReadonlySet<PersonAction> = new Set(['remove', 'block', 'report']);

const labels: Readonly<Record<PersonAction, string>> = {
  mute: 'Mute',
  unmute: 'Let them unmute',
  put_down: 'Put off the stage',
  invite_speaker: 'Invite to speak',
  invite_cohost: 'Invite as co-host',
  hand_over: 'Hand the room over',
  remove: 'Remove from the room',
  block: 'Block',
  unblock: 'Unblock',
  report: 'Report',
};

type Question = (name: string) => { readonly title: string; readonly words: string };
const questions: Readonly<Partial<Record<PersonAction, Question>>> = {
  remove: (name) => ({
    title: `Remove ${name}?`,
    words: 'They leave at once and cannot come back to this room.',
  }),
  block: (name) => ({
    title: `Block ${name}?`,
    words: 'They cannot enter rooms you host, and you do not see what they write. They are not told.',
  }),
  hand_over: (name) => ({
    title: `Hand the room to ${name}?`,
    words: 'They become the host, and you become a co-host.',
  }),
};

const said: Readonly<Record<PersonAction, (name: string) => string>> = {
  mute: (name) => `${name} is muted.`,
  unmute: (name) => `${name} may unmute.`,
  put_down: (name) => `${name} goes from the stage.`,
  invite_speaker: (name) => `${name} is invited to speak.`,
  invite_cohost: (name) => `${name} is invited as co-host.`,
  hand_over: (name) => `${name} is the host now.`,
  remove: (name) => `${name} is removed.`,
  block: (name) => `${name} is blocked.`,
  unblock: (name) => `${name} is not blocked any more.`,
  report: () => '',
};

const acts: Readonly<Record<PersonAction, (side: RoomSide, userId: string) => Promise<unknown>>> = {
  mute: ({ api, room }, userId) => api.mutePerson(room.id, userId, true),
  unmute: ({ api, room }, userId) => api.mutePerson(room.id, userId, false),
  put_down: ({ api, room }, userId) => api.leaveStage(room.id, userId),
  invite_speaker: ({ api, room }, userId) => api.invite(room.id, userId, 'speaker', newKey()),
  invite_cohost: ({ api, room }, userId) => api.invite(room.id, userId, 'cohost', newKey()),
  hand_over: ({ api, room }, userId) => api.handOver(room.id, userId),
  remove: ({ api, room }, userId) => api.removePerson(room.id, userId),
  async block({ api, company }, userId) {
    await api.block(userId);
    company.blocked.change((blocked) => withOne(blocked, userId));
  },
  async unblock({ api, company }, userId) {
    await api.unblock(userId);
    company.blocked.change((blocked) => withoutOne(blocked, userId));
    company.notes.change((notes) => ({ ...notes, labels: withoutOne(notes.labels, userId) }));
  },
  report: async () => undefined,
};
