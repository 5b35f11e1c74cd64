import { useState } from 'react';
import type { Api } from '../api/api.ts';
import type { Config, People, Profile, Role, Room } from '../api/types.ts';
import type { Stay } from '../audio/stay.ts';
import type { StayView } from '../audio/stay-view.ts';
import type { Staying } from '../audio/use-stay.ts';
import type { Voices } from '../audio/voices.ts';
import type { Company } from '../page/company.ts';
import { useStore } from '../page/store.ts';
import { isHosting, isOfStage, needsTicket } from '../page/what-one-may.ts';
import { Captions } from './captions.tsx';
import { Chat } from './chat.tsx';
import { Listeners } from './listeners.tsx';
import { OfferNotice } from './offer-notice.tsx';
import { PersonSheet } from './person-sheet.tsx';
import { Pins } from './pins.tsx';
import { Reactions } from './reactions.tsx';
import { RequestQueue } from './request-queue.tsx';
import { RoomBar } from './room-bar.tsx';
import { RoomHead } from './room-head.tsx';
import { RoomNotices } from './room-notices.tsx';
import { RoomSettings } from './room-settings.tsx';
import type { RoomSide } from './room-side.ts';
import { Stage } from './stage.tsx';
import { TicketPanel } from './ticket-panel.tsx';

export type LiveRoomProps = {
  readonly api: Api;
  readonly config: Config;
  readonly company: Company;
  readonly role: Role;
  readonly room: Room;
  readonly people: People | undefined;
  readonly me: Profile;
  readonly stay: Stay | undefined;
  readonly view: StayView | undefined;
  readonly isLate: boolean;
  readonly begin: Staying['begin'];
  /** On the way back from paying for a ticket. */
  readonly isBack: boolean;
  readonly onLeave: () => void;
  readonly onEnd: () => Promise<void>;
};

/** A room that is live: who is on stage, who speaks, and what one can do. */
export function LiveRoom({ api, config, company, isLate, stay, view, begin, isBack, ...props }: LiveRoomProps) {
  const { room, people, me, role } = props;
  const [chosen, setChosen] = useState<string>();
  const notes = useStore(company.notes.shown);
  const blocked = useStore(company.blocked.shown);
  const isInside = view?.phase === 'connected';
  const side: RoomSide = { api, config, company, room, people, me, role, isInside, onPerson: setChosen };
  const onStage = people?.data.filter((place) => place.role !== 'listener') ?? [];
  const mine = onStage.find(({ userId }) => userId === me.id);
  const isMutedByHost = mine?.isMuted ?? false;
  const isAtDoor = !view || view.phase === 'refused';
  return (
    <article className="room">
      <RoomHead {...side} />
      <RoomNotices room={room} view={view} stay={stay} isMutedByHost={isMutedByHost} isLate={isLate} />
      {isAtDoor && !isOfStage(role) && needsTicket(room, me.id) && (
        <TicketPanel api={api} room={room} isBack={isBack} onEnter={() => (stay ? void stay.enter() : begin())} />
      )}
      {isInside && <OfferNotice {...side} />}
      <div className="room-columns">
        <div className="room-main">
          <section className="card stage-card" aria-labelledby="stage">
            <h2 id="stage">On stage</h2>
            <Stage
              places={onStage}
              myId={me.id}
              voices={isInside ? voicesWith(view, me.id) : undefined}
              hands={notes.hands}
              blocked={new Set([...blocked, ...notes.labels])}
              onPerson={setChosen}
            />
            <Reactions {...side} />
          </section>
          {isInside && isHosting(role) && <RequestQueue {...side} />}
          {isInside && isHosting(role) && <RoomSettings {...side} />}
          <Pins {...side} />
          <Captions room={room} places={onStage} myId={me.id} stay={stay} view={view} />
          <Listeners {...side} />
        </div>
        <Chat {...side} />
      </div>
      <RoomBar
        side={side}
        isMutedByHost={isMutedByHost || (room.isMutedAll && role === 'speaker')}
        stay={stay}
        view={view}
        begin={begin}
        onLeave={props.onLeave}
        onEnd={props.onEnd}
      />
      {chosen !== undefined && <PersonSheet userId={chosen} side={side} onClose={() => setChosen(undefined)} />}
    </article>
  );
}

/** Of oneself the page knows sooner than the media service tells. */
function voicesWith({ voices, stage, isMuted }: StayView, myId: string): Voices {
  if (stage !== 'on') return voices;
  const isSpeaking = !isMuted && (voices.get(myId)?.isSpeaking ?? false);
  return new Map([...voices, [myId, { isMuted, isSpeaking }]]);
}
