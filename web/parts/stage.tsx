import type { Place, Role } from '../api/types.ts';
import type { Voices } from '../audio/voices.ts';
import { nameOf } from '../page/use-person.ts';
import { Avatar } from './avatar.tsx';
import { MicrophoneIcon, MutedIcon } from './icons.tsx';

const roleNames: Readonly<Record<Role, string>> = {
  host: 'Host',
  cohost: 'Co-host',
  speaker: 'Speaker',
  listener: 'Listener',
  guest: 'Guest',
};

type StageProps = {
  readonly places: readonly Place[];
  readonly myId: string;
  /** What is heard; undefined from outside the room. */
  readonly voices: Voices | undefined;
  /** User ids. */
  readonly hands: ReadonlySet<string>;
  readonly blocked: ReadonlySet<string>;
  readonly onPerson: (userId: string) => void;
};

/** Everybody who may have the microphone, and who speaks right now: in words, not by colour alone. */
export function Stage({ places, myId, voices, hands, blocked, onPerson }: StageProps) {
  return (
    <ul className="stage">
      {places.map(({ userId, user, role, isMuted }) => {
        const voice = voices?.get(userId);
        const isSpeaking = voice?.isSpeaking ?? false;
        return (
          <li key={userId} className="place">
            <Avatar person={user} size="large" ring={isSpeaking ? 'voice' : undefined} />
            {userId === myId ? (
              <span className="place-name">{nameOf(user)}</span>
            ) : (
              <button type="button" className="place-name link-button" onClick={() => onPerson(userId)}>
                {nameOf(user)}
              </button>
            )}
            <span className="quiet">
              {roleNames[role]}
              {userId === myId && ' · you'}
            </span>
            {hands.has(userId) && (
              <span className="badge">
                <span aria-hidden="true">✋</span> Hand raised
              </span>
            )}
            {blocked.has(userId) && <span className="badge badge-warning">You have blocked them</span>}
            {voices && (
              <VoiceState isHere={voice !== undefined} isSpeaking={isSpeaking} isMuted={voice?.isMuted ?? isMuted} />
            )}
          </li>
        );
      })}
    </ul>
  );
}

type VoiceStateProps = { readonly isHere: boolean; readonly isSpeaking: boolean; readonly isMuted: boolean };

function VoiceState({ isHere, isSpeaking, isMuted }: VoiceStateProps) {
  if (!isHere) return <span className="voice quiet">Not connected</span>;
  if (isMuted) {
    return (
      <span className="voice quiet">
        <MutedIcon /> Muted
      </span>
    );
  }
  return (
    <span className={isSpeaking ? 'voice voice-speaking' : 'voice quiet'}>
      <MicrophoneIcon /> {isSpeaking ? 'Speaking' : 'Quiet'}
    </span>
  );
}
