import type { Json, JsonObject } from '../../../local/model.ts';
import { objectOf } from '../machine/sites.ts';
import type { PassingCall } from '../machine/wire.ts';

/** How many places of a part others are believed to have taken, by `room part`. */
export type Hall = {
  /** What a call says instead. */
  crowded(call: PassingCall): JsonObject | undefined;
  takenByOthers(roomId: string, part: number): number;
};

const mostLeft = 3;

/**
 * Sales of more than a hundred tickets lie in several parts, which no short story could sell: they begin as if others had taken
 * all but none, one or two places of each. What is left depends on the room and the part alone: asked again it is the same.
 */
export function createHall(): Hall {
  const taken = new Map<string, number>();
  const crowded = (action: Json): Json => {
    const { Put } = objectOf(action);
    const put = objectOf(Put);
    const item = objectOf(put['Item']);
    if (textOf(item['sk'], 'S') !== 'PART') return action;
    const [roomId, part] = [textOf(item['roomId'], 'S'), Number(textOf(item['part'], 'N'))];
    const available = Number(textOf(item['available'], 'N'));
    const left = available < 20 ? available : (roomId.charCodeAt(roomId.length - 1) + part) % mostLeft;
    taken.set(`${roomId} ${part}`, available - left);
    return { Put: { ...put, Item: { ...item, available: { N: String(left) } } } };
  };
  return {
    takenByOthers: (roomId, part) => taken.get(`${roomId} ${part}`) ?? 0,
    crowded({ execution, operation, place, input }) {
      if (execution !== 'setSale' || operation !== 'TransactWriteItems' || !place.includes('PART')) return undefined;
      const actions = input['TransactItems'];
      if (!Array.isArray(actions)) return undefined;
      return { ...input, TransactItems: actions.map(crowded) };
    },
  };
}

function textOf(value: Json | undefined, type: 'N' | 'S'): string {
  const text = objectOf(value)[type];
  return typeof text === 'string' ? text : '';
}
