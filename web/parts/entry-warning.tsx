import type { Api } from '../api/api.ts';
import { nameOf, usePerson } from '../page/use-person.ts';
import { Dialog } from './dialog.tsx';

type EntryWarningProps = {
  readonly api: Api;
  /** Of people on stage whom the reader has blocked. */
  readonly userIds: readonly string[];
  readonly onEnter: () => void;
  readonly onStay: () => void;
};

/** Before one enters: who of those one has blocked would be heard. */
export function EntryWarning({ api, userIds, onEnter, onStay }: EntryWarningProps) {
  return (
    <Dialog title="Somebody you have blocked is on stage" onClose={onStay}>
      <ul className="reasons">
        {userIds.map((userId) => (
          <li key={userId}>
            <Named api={api} userId={userId} />
          </li>
        ))}
      </ul>
      <p>You will hear them if you enter.</p>
      <div className="buttons">
        <button type="button" className="button button-main" onClick={onStay}>
          Stay out
        </button>
        <button type="button" className="button" onClick={onEnter}>
          Enter anyway
        </button>
      </div>
    </Dialog>
  );
}

function Named({ api, userId }: { readonly api: Api; readonly userId: string }) {
  const person = usePerson(api, userId, undefined);
  return <>{person ? `${nameOf(person)} (@${person.handle})` : '…'}</>;
}
