import type { Room } from '../api/types.ts';
import type { Missing } from '../audio/microphone.ts';
import type { Stay } from '../audio/stay.ts';
import type { StayView } from '../audio/stay-view.ts';
import { timeOf } from './count.ts';
import { Notice } from './notice.tsx';

type RoomNoticesProps = {
  readonly room: Room;
  readonly view: StayView | undefined;
  readonly stay: Stay | undefined;
  readonly isMutedByHost: boolean;
  /** What is shown may be some seconds old. */
  readonly isLate: boolean;
};

const withoutMicrophone: Readonly<Record<Missing, string>> = {
  missing: 'No microphone was found, so nobody can hear you. You still hear the room. Connect one and try again.',
  denied: 'Your browser does not let this page use a microphone, so nobody can hear you. You still hear the room.',
  busy: 'The microphone does not open; another program may hold it. You still hear the room.',
};

/** What somebody in a room should know besides who speaks. */
export function RoomNotices({ room, view, stay, isMutedByHost, isLate }: RoomNoticesProps) {
  const isIn = view?.phase === 'connected';
  const microphone = isIn && view.stage === 'on' ? view.microphone : 'off';
  const tryAgain = { label: 'Try the microphone again', run: () => void stay?.unmute() };
  return (
    <div className="notices">
      {room.graceEndsAt && (
        <Notice kind="warning">
          The host is away. Unless they come back, the room closes at {timeOf(room.graceEndsAt)}.
        </Notice>
      )}
      {isIn && isLate && (
        <Notice kind="hint">News of this room comes late for the moment. The sound is not affected.</Notice>
      )}
      {view?.phase === 'reconnecting' && <Notice kind="warning">The connection was lost. Reconnecting…</Notice>}
      {view?.phase === 'elsewhere' && (
        <Notice kind="warning">You are in this room from another tab or device, so it fell silent here.</Notice>
      )}
      {view?.phase === 'removed' && (
        <Notice kind="warning">A host removed you from this room. You cannot come back to it.</Notice>
      )}
      {view?.phase === 'refused' && <Notice kind="error">{view.words}</Notice>}
      {view?.phase === 'joining' && view.words !== '' && <Notice kind="hint">{view.words} Still trying…</Notice>}
      {isIn && view.isSoundBlocked && (
        <Notice kind="warning" action={{ label: 'Turn on sound', run: () => void stay?.play() }}>
          Your browser waits for a click before it plays sound.
        </Notice>
      )}
      {isMissing(microphone) && (
        <Notice kind="error" action={tryAgain}>
          {withoutMicrophone[microphone]}
        </Notice>
      )}
      {isIn && isMutedByHost && <Notice kind="warning">A host muted you. Only a host can lift that.</Notice>}
      {isIn && room.isMutedAll && <Notice kind="hint">All speakers are muted by a host. Hosts are heard.</Notice>}
      {isIn && room.isLocked && <Notice kind="hint">The room is locked: nobody else can enter.</Notice>}
    </div>
  );
}

const isMissing = (microphone: StayView['microphone']): microphone is Missing => microphone in withoutMicrophone;
