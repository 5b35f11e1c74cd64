import type { Call } from '../../local/calls/calls.ts';
import { openWorld } from '../../test/world.ts';
import { makeAssembly } from './assembly.ts';
import type { Bench, Row } from './figure.ts';
import { openStage, typical } from './typical-requests.ts';

/**
 * What the join may take at most (design of the data): two reads at once, then one write. Who buys is looked at in five reads,
 * takes a place in one write and stands in line for a payment.
 */
const mostCalls: Readonly<Record<string, number>> = { joinRoom: 3, buyTicket: 7 };

/** One ordinary request of every HTTP operation, and what it asks of AWS. */
export const calls: Bench = {
  name: 'calls',
  async run() {
    const assembly = await makeAssembly();
    const world = await openWorld({ assembly: assembly.directory });
    try {
      const stage = await openStage(world);
      const rows: Row[] = [];
      for (const [operation, request] of Object.entries(typical)) {
        const { status, headers, text } = await request(stage);
        if (status >= 300) throw new Error(`${operation} answered ${status}: ${text}`);
        const requestId = headers.get('x-request-id');
        rows.push(
          rowOf(
            operation,
            world.cloud.calls.list().filter((call) => call.requestId === requestId),
          ),
        );
        await world.settle();
      }
      return {
        name: 'calls',
        title: 'Calls of every HTTP operation',
        rowsAre: 'operation',
        notes: [
          'One ordinary request each, by people who are known already, to a small room. Calls of the request itself, as the embedded cloud counts them; units are DynamoDB capacity units.',
        ],
        rows,
      };
    } finally {
      await world.close();
      await assembly.remove();
    }
  },
};

function rowOf(operation: string, made: readonly Call[]): Row {
  const names = Object.entries(Object.groupBy(made, (call) => call.operation));
  const list = names.map(([name, some = []]) => (some.length === 1 ? name : `${some.length} ${name}`)).join(', ');
  const sum = (unit: 'readUnits' | 'writeUnits') => made.reduce((total, call) => total + (call[unit] ?? 0), 0);
  const most = mostCalls[operation];
  return {
    name: list === '' ? operation : `${operation}: ${list}`,
    figures: [
      { label: 'calls', value: made.length, ...(most !== undefined && { budget: { most, isFirm: true } }) },
      { label: 'read units', value: sum('readUnits') },
      { label: 'write units', value: sum('writeUnits') },
    ],
  };
}
