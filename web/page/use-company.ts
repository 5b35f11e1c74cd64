import { useEffect, useMemo } from 'react';
import type { Audio, Grant, Role } from '../api/types.ts';
import type { Stay } from '../audio/stay.ts';
import type { Frame } from '../realtime/grant.ts';
import { announce } from './announcer.tsx';
import { type Company, type CompanyApi, createCompany } from './company.ts';
import { useStore, type Watched } from './store.ts';

export const useCompany = (api: CompanyApi, roomId: string): Company =>
  useMemo(() => createCompany(api, roomId), [api, roomId]);

type Being = {
  readonly roomId: string;
  readonly stay: Stay | undefined;
  readonly isInside: boolean;
  readonly role: Role;
};

/** Does what a person is told to do, says aloud what concerns them, and reads what goes on once they are inside. */
export function useOrders(company: Company, { roomId, stay, isInside, role }: Being): void {
  useEffect(() => company.onFrame((frame) => obey(frame, roomId, stay)), [company, roomId, stay]);
  useEffect(() => company.setHosting(isInside && (role === 'host' || role === 'cohost')), [company, isInside, role]);
  const grant = useStore<Grant | undefined>(stay?.grant ?? none);
  useEffect(() => {
    const labels = grant?.labels?.map(({ userId }) => userId) ?? [];
    if (labels.length > 0)
      company.notes.change((notes) => ({ ...notes, labels: new Set([...notes.labels, ...labels]) }));
  }, [company, grant]);
  useEffect(() => {
    if (!isInside) return;
    for (const followed of [company.chat, company.blocked]) followed.refresh().catch(() => undefined);
  }, [company, isInside]);
}

const none: Watched<undefined> = { get: () => undefined, subscribe: () => () => undefined };

const said: Readonly<Record<string, string>> = {
  promoted: 'You are on stage, muted.',
  demoted: 'You are not on stage any more.',
  muted: 'A host muted you.',
  removed: 'A host removed you from this room.',
  invited: 'A host invites you to the stage.',
  label: 'Somebody you have blocked came on stage.',
  'request.made': 'Somebody asks to speak.',
  'request.closed': 'You are not asking to speak any more.',
};

function obey(frame: Frame, roomId: string, stay: Stay | undefined): void {
  const { audio, ...facts } = toOrder(frame);
  if (facts.roomId !== undefined && facts.roomId !== roomId) return;
  const words = said[frame.type];
  if (words !== undefined) announce(words);
  if (frame.type === 'promoted' && audio) void stay?.comeUp(audio);
  if (frame.type === 'promoted' && !audio) stay?.takeStage().catch(() => undefined);
  if (frame.type === 'demoted') stay?.goDown();
  if (frame.type === 'muted') stay?.mute();
  if (frame.type === 'removed') stay?.remove();
}

const toOrder = (frame: Frame) => frame as { readonly roomId?: string; readonly audio?: Audio };
