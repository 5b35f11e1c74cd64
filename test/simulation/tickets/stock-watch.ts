import type { StreamRecord } from '../../../local/tables/store/stream-records.ts';
import { readText, toItem } from '../checks/seen.ts';
import type { Hall } from './hall.ts';
import type { Books, SeenPart } from './seen.ts';

/** Longest that a request looks for a place, and then remembers that there was none. */
const lookingMilliseconds = 12_000;

/** I1: no place is sold twice, none is lost, and nobody is told that there is none while there is. */
export function createStockWatch(books: Books, hall: Hall, now: () => number) {
  /** Places of each part, left and taken: they change with the sale's number of places only. */
  const shares = new Map<string, number>();
  const emptyUntil = new Map<string, number>();
  const keyOf = ({ roomId, part }: SeenPart): string => `${roomId} ${part}`;

  function shareOf(part: SeenPart): readonly string[] {
    const { roomId, part: number, available, kept = 0 } = part;
    const occupied = books.tickets().filter((one) => one.roomId === roomId && one.part === number).length;
    const [key, share] = [keyOf(part), available + kept + occupied];
    const known = shares.get(key) ?? share;
    shares.set(key, known);
    const below = available < 0 || kept < 0 ? [`part ${number} of room ${roomId} has less than no place`] : [];
    if (share === known) return below;
    const has = `${available} places left, ${kept} kept and ${occupied} taken`;
    return [...below, `part ${number} of room ${roomId} has ${has}, of ${known}`];
  }

  return {
    /** What it knew of the parts is of another time. */
    forget(): void {
      shares.clear();
      emptyUntil.clear();
    },

    written(records: readonly StreamRecord[]): readonly string[] {
      const parts = books.parts();
      for (const roomId of changedSales(records))
        for (const part of parts) if (part.roomId === roomId) shares.delete(keyOf(part));
      for (const part of parts) {
        const key = keyOf(part);
        if (part.available === 0) emptyUntil.set(key, Number.POSITIVE_INFINITY);
        else if (emptyUntil.get(key) === Number.POSITIVE_INFINITY) emptyUntil.set(key, now());
      }
      return [...parts.flatMap(shareOf), ...capacitiesOf(books, hall)];
    },

    toldSoldOut(person: string, roomId: string, askedAt: number): readonly string[] {
      const parts = books.parts().filter((part) => part.roomId === roomId);
      const free = parts.find((part) => (emptyUntil.get(keyOf(part)) ?? 0) < askedAt - lookingMilliseconds);
      return free ? [`${person} was told that room ${roomId} is sold out, and part ${free.part} had places`] : [];
    },
  };
}

/** Rooms whose sale was written with another number of places. */
function changedSales(records: readonly StreamRecord[]): readonly string[] {
  return records
    .filter(({ dynamodb }) => readText(dynamodb.Keys['sk']) === 'SALE')
    .filter(({ dynamodb }) => toItem(dynamodb.OldImage)?.['capacity'] !== toItem(dynamodb.NewImage)?.['capacity'])
    .map(({ dynamodb }) => readText(dynamodb.Keys['pk']).slice('SALE#'.length));
}

function capacitiesOf(books: Books, hall: Hall): readonly string[] {
  const [parts, tickets] = [books.parts(), books.tickets()];
  return books.sales().flatMap(({ roomId, capacity }) => {
    const own = parts.filter((part) => part.roomId === roomId);
    const available = own.reduce((sum, part) => sum + part.available + (part.kept ?? 0), 0);
    const others = own.reduce((sum, { part }) => sum + hall.takenByOthers(roomId, part), 0);
    const occupied = tickets.filter((ticket) => ticket.roomId === roomId && ticket.part !== undefined).length;
    if (available + others + occupied === capacity) return [];
    return [`room ${roomId} has ${available} places left and ${occupied + others} taken, of ${capacity}`];
  });
}
