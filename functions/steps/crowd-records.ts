import { arrivalOf, crowdChangeOf, type StreamRecord } from '../../adapters/dynamodb/stream-records.ts';
import { messageNewsOf, reactionsOf } from '../../adapters/dynamodb/talk-records.ts';
import { noteTrouble } from '../runtime/notes.ts';

/** A batch comes again as a whole, or its halves would be counted anew: one record nobody can read must not hold it up. */
export const readableOf = <Record extends StreamRecord>(records: readonly Record[]): readonly Record[] =>
  records.filter((record) => {
    try {
      crowdChangeOf(record);
      arrivalOf(record);
      messageNewsOf(record);
      reactionsOf(record);
      return true;
    } catch (error) {
      noteTrouble(error);
      return false;
    }
  });
