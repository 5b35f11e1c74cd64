import { useEffect, useState } from 'react';
import type { Api } from '../api/api.ts';
import type { Room } from '../api/types.ts';
import { announce } from '../page/announcer.tsx';
import type { Offer } from '../page/notes.ts';
import { roomHash } from '../page/route.ts';
import { useOwnOffer } from '../page/use-own-channel.ts';

const asWhat = { cohost: 'to be a co-host of', speaker: 'to speak in', listener: 'to listen to' };

type InvitationProps = { readonly api: Api; readonly onAccept: (room: Room) => void };

/** An invitation to a room that the person is not in: the way there answers it. */
export function Invitation({ api, onAccept }: InvitationProps) {
  const offer = useOwnOffer(api);
  const [found, setFound] = useState<{ readonly offer: Offer; readonly room: Room }>();
  useEffect(() => {
    if (!offer) return;
    api.room(offer.roomId).then(
      (room) => {
        setFound({ offer, room });
        announce(`You are invited ${asWhat[offer.role]} ${room.title}.`);
      },
      () => undefined,
    );
  }, [api, offer]);
  if (found?.room.status !== 'live') return null;
  const { room } = found;
  const accept = async () => {
    await api.answerInvitation(room.id, true).catch(() => undefined);
    onAccept(room);
  };
  return (
    <div className="notice">
      <p>
        You are invited {asWhat[found.offer.role]} <a href={roomHash(room.id)}>{room.title}</a>.
      </p>
      <button type="button" className="button button-main" onClick={() => void accept()}>
        Accept and enter
      </button>
      <button
        type="button"
        className="button"
        onClick={() => {
          setFound(undefined);
          api.answerInvitation(room.id, false).catch(() => undefined);
        }}
      >
        Decline
      </button>
    </div>
  );
}
