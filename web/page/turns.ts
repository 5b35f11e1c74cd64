import { useEffect, useRef } from 'react';
import type { People, Profile, Room } from '../api/types.ts';
import type { Stay } from '../audio/stay.ts';
import type { StayView } from '../audio/stay-view.ts';
import { announce } from './announcer.tsx';

type Turns = {
  readonly me: Profile;
  readonly stay: Stay | undefined;
  readonly view: StayView | undefined;
  readonly room: Room | undefined;
  readonly people: People | undefined;
  readonly isOver: boolean;
  /** Reads the room again, soon. */
  readonly catchUp: () => void;
};

/** The news of a place on stage brings the way up along; whoever hears only that they are there fetches it after so long. */
const callMilliseconds = 1200;

/** What happens in a room besides what is shown: said aloud, and acted upon. */
export function useTurns({ me, stay, view, room, people, isOver, catchUp }: Turns): void {
  const phase = view?.phase;
  useStageNews(people, me.id);
  useRoomNews(room);
  useEffect(() => {
    if (phase !== undefined && phase in said) announce(said[phase] ?? '');
    if (phase === 'over') catchUp();
  }, [phase, catchUp]);
  useEffect(() => {
    if (isOver) stay?.close();
  }, [isOver, stay]);
  const isCalled = people?.data.some(({ userId, role }) => userId === me.id && role !== 'listener') ?? false;
  const mayCome = phase === 'connected' && view?.stage === 'off' && isCalled;
  useEffect(() => {
    if (!mayCome) return;
    const timer = setTimeout(() => stay?.takeStage().catch(() => undefined), callMilliseconds);
    return () => clearTimeout(timer);
  }, [mayCome, stay]);
  const unknown = [...(view?.voices.keys() ?? [])].filter((id) => !people?.data.some(({ userId }) => userId === id));
  const newcomers = unknown.join();
  useEffect(() => {
    // Heard before read: somebody connected whom the last reading did not know.
    if (newcomers !== '') catchUp();
  }, [newcomers, catchUp]);
}

const said: Readonly<Record<string, string>> = {
  joining: 'Joining the room.',
  connected: 'You are in the room.',
  reconnecting: 'The connection was lost. Reconnecting.',
};

/** Tells what changed since the page first knew: what the room is called, and whether its host is here. */
function useRoomNews(room: Room | undefined): void {
  const known = useRef<Room>(undefined);
  useEffect(() => {
    const before = known.current ?? room;
    known.current = room;
    if (!room || !before || room.status !== 'live') return;
    const [isAway, wasAway] = [room, before].map(({ graceEndsAt }) => graceEndsAt !== undefined);
    if (room.title !== before.title) announce(`The room is called ${room.title} now.`);
    if (isAway !== wasAway) announce(isAway ? 'The host is away.' : 'The host is back.');
  }, [room]);
}

/** Tells who came on stage and who left it; nothing about those who were there before. */
function useStageNews(people: People | undefined, myId: string): void {
  const known = useRef<ReadonlyMap<string, string>>(undefined);
  useEffect(() => {
    if (!people) return;
    const onStage = people.data.filter(({ role, userId }) => role !== 'listener' && userId !== myId);
    const now = new Map(onStage.map(({ userId, user }) => [userId, user.name || user.handle]));
    const before = known.current ?? now;
    for (const [id, name] of now) if (!before.has(id)) announce(`${name} joined the stage.`);
    for (const [id, name] of before) if (!now.has(id)) announce(`${name} left the stage.`);
    known.current = now;
  }, [people, myId]);
}
