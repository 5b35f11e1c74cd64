import type { People, Profile, Room } from '../api/types.ts';
import type { Stay } from '../audio/stay.ts';
import type { StayView } from '../audio/stay-view.ts';
import type { Staying } from '../audio/use-stay.ts';
import type { Voices } from '../audio/voices.ts';
import { ScreenTitle } from '../page/screen-title.tsx';
import { Captions } from './captions.tsx';
import { countOf } from './count.ts';
import { PeopleIcon } from './icons.tsx';
import { RoomBar } from './room-bar.tsx';
import { RoomNotices } from './room-notices.tsx';
import { ShareButton } from './share-button.tsx';
import { Stage } from './stage.tsx';

export type LiveRoomProps = {
  readonly room: Room;
  readonly people: People | undefined;
  readonly me: Profile;
  readonly stay: Stay | undefined;
  readonly view: StayView | undefined;
  readonly isLate: boolean;
  readonly begin: Staying['begin'];
  readonly onLeave: () => void;
  readonly onEnd: () => Promise<void>;
};

/** A room that is live: who is on stage, who speaks, and what one can do. */
export function LiveRoom({ room, people, me, stay, view, isLate, begin, onLeave, onEnd }: LiveRoomProps) {
  const onStage = people?.data.filter(({ role }) => role !== 'listener') ?? [];
  const mine = onStage.find(({ userId }) => userId === me.id);
  return (
    <article className="room">
      <header className="room-head">
        <p className="room-facts">
          <span className="badge badge-live">Live</span>
          {people && (
            <span className="quiet">
              <PeopleIcon /> {countOf(people.counts.listeners, 'listener')}
            </span>
          )}
          <ShareButton roomId={room.id} />
        </p>
        <ScreenTitle tab={room.title}>{room.title}</ScreenTitle>
      </header>
      <RoomNotices room={room} view={view} stay={stay} isMutedByHost={mine?.isMuted ?? false} isLate={isLate} />
      <section className="card" aria-labelledby="stage">
        <h2 id="stage">On stage</h2>
        <Stage
          places={onStage}
          myId={me.id}
          voices={view?.phase === 'connected' ? voicesWith(view, me.id) : undefined}
        />
      </section>
      <Captions room={room} places={onStage} myId={me.id} stay={stay} view={view} />
      <RoomBar
        role={mine?.role ?? view?.role ?? 'listener'}
        isMutedByHost={mine?.isMuted ?? false}
        stay={stay}
        view={view}
        begin={begin}
        onLeave={onLeave}
        onEnd={onEnd}
      />
    </article>
  );
}

/** Of oneself the page knows sooner than the media service tells. */
function voicesWith({ voices, stage, isMuted }: StayView, myId: string): Voices {
  if (stage !== 'on') return voices;
  const isSpeaking = !isMuted && (voices.get(myId)?.isSpeaking ?? false);
  return new Map([...voices, [myId, { isMuted, isSpeaking }]]);
}
