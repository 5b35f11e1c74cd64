import { noteTrouble } from '../runtime/notes.ts';

/** One of many things to do: what fails is told of, is due again, and keeps nothing else from its turn. */
export async function alone(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    noteTrouble(error);
  }
}
