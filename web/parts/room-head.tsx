import { useState } from 'react';
import type { Api } from '../api/api.ts';
import { ScreenTitle } from '../page/screen-title.tsx';
import { countOf } from './count.ts';
import { PeopleIcon } from './icons.tsx';
import { ReportForm } from './report-form.tsx';
import type { RoomSide } from './room-side.ts';
import { ShareButton } from './share-button.tsx';

type RoomHeadProps = Pick<RoomSide, 'config' | 'room' | 'people' | 'me'> & { readonly api: Pick<Api, 'report'> };

/** What the room is called, how many listen, and the way to report it. */
export function RoomHead({ api, config, room, people, me }: RoomHeadProps) {
  const [isReporting, setIsReporting] = useState(false);
  return (
    <header className="room-head">
      <div className="room-facts">
        <span className="badge badge-live">Live</span>
        {people && (
          <span className="quiet">
            <PeopleIcon /> {countOf(people.counts.listeners, 'listener')}
          </span>
        )}
        <span className="room-links">
          <ShareButton roomId={room.id} />
          {room.hostId !== me.id && (
            <button type="button" className="button button-quiet" onClick={() => setIsReporting(true)}>
              Report
            </button>
          )}
        </span>
      </div>
      <ScreenTitle tab={room.title}>{room.title}</ScreenTitle>
      {isReporting && (
        <ReportForm
          api={api}
          reasons={config.reportReasons}
          roomId={room.id}
          about="this room"
          onClose={() => setIsReporting(false)}
        />
      )}
    </header>
  );
}
