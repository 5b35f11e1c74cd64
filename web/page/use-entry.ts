import { useCallback, useEffect, useRef, useState } from 'react';
import type { Room } from '../api/types.ts';
import type { Entry } from '../app.tsx';
import type { Staying } from '../audio/use-stay.ts';

export type Entering = {
  /** Enters, or asks first when somebody is on stage whom the person has blocked. */
  readonly begin: Staying['begin'];
  /** User ids to be named in that question; empty when nothing is asked. */
  readonly warnedOf: readonly string[];
  readonly confirm: () => void;
  readonly cancel: () => void;
};

type Way = {
  readonly entry: Entry | undefined;
  /** As the person read it, with the labels. */
  readonly room: Room | undefined;
  readonly begin: Staying['begin'];
};

/** The way in: by a click on this page at once, by a link on request; never past a warning. */
export function useEntry({ entry, room, begin }: Way): Entering {
  const [warnedOf, setWarnedOf] = useState<readonly string[]>([]);
  const hasBegun = useRef(false);
  const ask = useCallback(
    (labels: Room['labels'] = []) => {
      if (labels.length === 0) begin();
      else setWarnedOf(labels.map(({ userId }) => userId));
    },
    [begin],
  );
  useEffect(() => {
    if (hasBegun.current || !entry || !(entry.grant || room)) return;
    hasBegun.current = true;
    // Whoever just went live has a grant, and an empty stage.
    if (entry.grant) begin(entry.grant);
    else if (room?.status === 'live') ask(room.labels);
  }, [entry, room, begin, ask]);
  return {
    begin: () => ask(room?.labels),
    warnedOf,
    confirm() {
      setWarnedOf([]);
      begin();
    },
    cancel: () => setWarnedOf([]),
  };
}
