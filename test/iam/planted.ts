import type { CloudModel } from '../../local/model.ts';
import { openWorld } from '../world.ts';
import { createRecording, type Recording, unitOf } from './recording.ts';
import { without } from './removal.ts';
import { changes, chapters } from './story.ts';
import type { Word } from './words.ts';

/** Which grant is taken away while which chapter is told. */
export type Planted = { readonly unit: string; readonly word: Word; readonly chapter: string };

/** How a chapter ended. `failure` says what did not go as told; `faults` are the units that logged one. */
export type Outcome = {
  readonly recording: Recording;
  readonly failure: string | undefined;
  readonly faults: ReadonlySet<string>;
  readonly milliseconds: number;
  /** What the cloud ran. */
  readonly model: CloudModel;
};

/**
 * A worker that is refused is tried again and again: the story need not wait for the end of that. A story that lacks nothing
 * comes to its end, on a machine that others use too after two minutes.
 */
const patienceMilliseconds = { lacking: 90_000, whole: 240_000 };

/** The chapters that can be told in one cloud, and each of the others alone. */
export function tellings(): readonly (readonly string[])[] {
  const [plain, changed] = [true, false].map((isPlain) =>
    Object.keys(chapters).filter((chapter) => !(chapter in changes) === isPlain),
  );
  return [plain ?? [], ...(changed ?? []).map((chapter) => [chapter])];
}

/** Tells chapters in a cloud of their own, with a grant taken away or with all of them. */
export async function tell(
  names: readonly string[],
  { assembly, taken }: { readonly assembly?: string; readonly taken?: Omit<Planted, 'chapter'> } = {},
): Promise<Outcome> {
  const recording = createRecording();
  const faults = new Set<string>();
  const world = await openWorld({
    ...(assembly !== undefined && { assembly }),
    onAsk: recording.onAsk,
    onLog(line) {
      recording.onLog(line);
      if (line.isError) faults.add(unitOf(line.functionName));
    },
    changeModel(model) {
      const changed = names.reduce((before, name) => changes[name]?.(before) ?? before, model);
      return taken ? without(changed, taken.unit, taken.word) : changed;
    },
  });
  const startedAt = performance.now();
  const failure = await Promise.race([
    outcomeOf(async () => {
      for (const name of names) await chapters[name]?.(world);
      await world.settle();
    }),
    outOfPatience(taken ? patienceMilliseconds.lacking : patienceMilliseconds.whole),
  ]);
  const milliseconds = performance.now() - startedAt;
  await world.close();
  return { recording, failure, faults, milliseconds, model: world.cloud.model };
}

async function outcomeOf(story: () => Promise<void>): Promise<string | undefined> {
  try {
    await story();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const outOfPatience = (milliseconds: number): Promise<string> =>
  new Promise((resolve) => {
    setTimeout(() => resolve('it did not come to an end'), milliseconds).unref();
  });
