import type { Place, Role } from '../api/types.ts';
import type { Voices } from '../audio/voices.ts';
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
};

/** Everybody who may have the microphone, and who speaks right now: in words, not by colour alone. */
export function Stage({ places, myId, voices }: StageProps) {
  return (
    <ul className="stage">
      {places.map(({ userId, user, role, isMuted }) => {
        const voice = voices?.get(userId);
        const isSpeaking = voice?.isSpeaking ?? false;
        return (
          <li key={userId} className="place">
            <Avatar person={user} size="large" ring={isSpeaking ? 'voice' : undefined} />
            <span className="place-name">{user.name || user.handle}</span>
            <span className="quiet">
              {roleNames[role]}
              {userId === myId && ' · you'}
            </span>
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
