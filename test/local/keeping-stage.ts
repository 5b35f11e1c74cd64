import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createBus } from '../../local/bus/bus.ts';
import { createClock } from '../../local/clock/clock.ts';
import { createFaults } from '../../local/faults/faults.ts';
import { openFolder } from '../../local/keeping/keeping.ts';
import type { Invocation, Invoke, Json, MappingModel, RuleModel } from '../../local/model.ts';
import { createQueues } from '../../local/queues/queues.ts';
import { createScheduler } from '../../local/scheduler/scheduler.ts';
import { connectStreams } from '../../local/streams/streams.ts';
import { createTables } from '../../local/tables/tables.ts';
import { temporaryFolder } from './folders.ts';
import { arn, queueModel } from './queues-stage.ts';
import { ROOMS } from './tables-client.ts';

export const fine: Invocation = { isOk: true, payload: null };
export const broken: Invocation = { isOk: false, errorType: 'Error', errorMessage: 'broken' };
/** A function that takes its time: until the process is gone. */
export const never = (): Promise<Invocation> => new Promise(() => {});

export const teller = 'arn:aws:lambda:us-east-1:000000000000:function:teller';
export const streamMapping: MappingModel = {
  sourceArn: ROOMS.streamArn ?? '',
  functionArn: teller,
  batchSize: 10,
  windowSeconds: 0,
  filters: [],
  reportsItemFailures: true,
  bisects: false,
};
const rules: readonly RuleModel[] = [
  { name: 'tell', pattern: { 'detail-type': ['room.live'] }, targets: [{ arn: teller }] },
  { name: 'sweep', everySeconds: 600, targets: [{ arn: teller }] },
];
const queueModels = [
  queueModel('pages', { deadLetter: { queueArn: arn('lost'), maxReceiveCount: 1 } }),
  queueModel('lost'),
  queueModel('frames.fifo'),
];
const place = { region: 'us-east-1', accountId: '000000000000' };

type Options = {
  readonly answer?: (payload: Json) => Invocation | Promise<Invocation>;
  readonly mappings?: readonly MappingModel[];
};

/** The parts of a cloud that keep something, joined, on a folder. */
export function openParts(folder: string, { answer = () => fine, mappings = [] }: Options = {}) {
  const keeping = openFolder(folder);
  const clock = createClock({ kept: keeping.shelf('clock') });
  const faults = createFaults();
  const invoked: Json[] = [];
  const invoke: Invoke = async (_arn, payload) => {
    invoked.push(payload);
    return answer(payload);
  };
  const shared = { ...place, clock, faults, keeping, invoke };
  const queues = createQueues({ ...shared, queues: queueModels });
  const { send } = queues;
  const bus = createBus({ ...shared, rules, send });
  const scheduler = createScheduler({ ...shared, groups: [], send });
  const tables = createTables(shared);
  tables.create(ROOMS);
  queues.connect(mappings, invoke);
  connectStreams({ ...shared, send, subscribe: tables.onStream, mappings });
  onTestFinished(async () => {
    clock.close();
    tables.close();
    await keeping.close();
  });
  const call = async (service: 'queues' | 'tables' | 'scheduler', operation: string, input: object) => {
    const { standIn } = { queues, tables, scheduler }[service];
    const principal = { keyId: 'operator', isOperator: true };
    const { body = {} } = await standIn.perform({ operation, input: { ...input }, principal, cause: {} });
    return body;
  };
  return { folder, keeping, clock, faults, invoked, queues, bus, scheduler, tables, call };
}
export type Parts = ReturnType<typeof openParts>;

/** What a process that is killed now leaves behind, in a folder of its own; what is being written aside is left out. */
export async function leftBy(folder: string): Promise<string> {
  const left = await temporaryFolder();
  for (const name of readdirSync(folder)) {
    if (name !== 'lock' && !name.endsWith('.unfinished')) copyFileSync(join(folder, name), join(left, name));
  }
  return left;
}

/** Waits until all is written, then goes on in another folder as a new process would after a kill. */
export async function restart(parts: Parts, options: Options = {}): Promise<Parts> {
  await parts.keeping.written();
  return openParts(await leftBy(parts.folder), options);
}
