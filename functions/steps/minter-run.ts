import { isoOf } from '../../domain/time.ts';
import { noteTrouble } from '../runtime/notes.ts';
import { RefusalError } from '../runtime/refusal-error.ts';
import { doWork } from './minting.ts';

type Context = Parameters<typeof doWork>[0];

/** One run stays well inside the function's 60 s; what is left is done by the next one. */
const runMilliseconds = 40_000;
const restMilliseconds = 500;
/** So many faults in one run are no accident: the run fails, and the alarm tells of it. */
const mostFaults = 5;

/** Does the works of the list, head first, until there are none or the time is up. A work that fails keeps nobody waiting. */
export async function runThrough(context: Context): Promise<'finished' | 'out of time'> {
  const endsAt = context.now() + runMilliseconds;
  let faultCount = 0;
  while (context.now() < endsAt) {
    try {
      if (!(await doNext(context))) return 'finished';
    } catch (error) {
      if (!(error instanceof RefusalError)) faultCount += 1;
      if (faultCount >= mostFaults) throw error;
      noteTrouble(error);
      await new Promise((resolve) => setTimeout(resolve, restMilliseconds * (faultCount + 1)));
    }
  }
  return 'out of time';
}

/** False when there is nothing to do. */
async function doNext(context: Context): Promise<boolean> {
  const work = await context.works.next();
  if (!work) return false;
  try {
    await doWork(context, work);
  } catch (error) {
    await context.works.postpone(work, isoOf(context.now()), error instanceof RefusalError);
    throw error;
  }
  return true;
}
