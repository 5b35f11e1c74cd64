import { forgetful } from '../keeping/forgetful.ts';
import type { JsonObject, Keeping } from '../model.ts';
import { type DemoPerson, demoPeople } from './people.ts';

export type Demo = {
  seed(): Promise<void>;
  /** Whom the sign-in page offers, from the start on. */
  choices(): readonly DemoPerson[];
  /** The people made so far: `{handle, name, userId, followers}`. */
  people(): readonly JsonObject[];
};

function readIds(answer: unknown): ReadonlyMap<string, string> {
  const ids = typeof answer === 'object' && answer !== null && 'ids' in answer ? answer.ids : undefined;
  return new Map(Object.entries(ids ?? {}).map(([handle, id]) => [handle, String(id)]));
}

async function postWorld(url: string): Promise<ReadonlyMap<string, string>> {
  const world = {
    users: demoPeople.map(({ follows: _, ...person }) => person),
    follows: demoPeople.flatMap(({ handle, follows }) => follows.map((followed) => [handle, followed])),
  };
  const response = await fetch(`${url}/local/world`, { method: 'POST', body: JSON.stringify(world) });
  if (!response.ok) throw new Error(`The demo world could not be made: ${response.status} ${await response.text()}`);
  return readIds(await response.json());
}

type DemoOptions = {
  readonly url: string;
  readonly isOn?: boolean;
  /** @default nothing is kept */
  readonly keeping?: Keeping;
};

const keptAs = 'people';

/** The demo world of a cloud that answers at `url`; with `isOn` false it stays empty. It is made once: what became of it is kept. */
export function createDemo({ url, isOn = true, keeping = forgetful }: DemoOptions): Demo {
  const kept = keeping.shelf<readonly JsonObject[]>('demo');
  let people = kept.entries().find(([key]) => key === keptAs)?.[1] ?? [];
  return {
    choices: () => (isOn ? demoPeople : []),
    people: () => people,
    async seed() {
      if (!isOn || people.length > 0) return;
      const ids = await postWorld(url);
      people = demoPeople.map(({ handle, name, followers }) => ({ handle, name, userId: ids.get(handle), followers }));
      kept.put(keptAs, people);
    },
  };
}
