import { createAsyncInvoke } from '../bus/async-invoke.ts';
import { followingFrom } from '../bus/cause.ts';
import { refuseUnknown } from '../bus/wire-input.ts';
import { forgetful } from '../keeping/forgetful.ts';
import type {
  Clock,
  Faults,
  FunctionModel,
  Invoke,
  JsonObject,
  Keeping,
  RoleModel,
  SendMessage,
  StandIn,
  WireAnswer,
  WireCall,
} from '../model.ts';
import { mayCall } from '../policy-check/may-call.ts';
import { ClientTokens } from './client-tokens.ts';
import { fire, goOnFiring, type KeptFiring, type May } from './fire.ts';
import { listSchedules, toAnswer } from './list-schedules.ts';
import { readName, readOrder } from './order.ts';
import { invalid, notFound } from './refusals.ts';
import type { Schedule, ScheduleOrder } from './schedule.ts';
import { ScheduleBook } from './schedule-book.ts';
import { asks, route } from './wire.ts';

export type SchedulerOptions = {
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  /** Schedule groups of the template; `default` is always there. */
  readonly groups: readonly string[];
  /** A schedule's role must be one of these, trust the scheduler and allow the call when it fires; without the list every role will do. */
  readonly roles?: readonly RoleModel[] | undefined;
  /** Whether a role may call the target when a schedule fires. @default what the role's statements say */
  readonly may?: May | undefined;
  readonly send: SendMessage;
  readonly invoke: Invoke;
  readonly functions?: readonly FunctionModel[] | undefined;
  /** Strikes firings, by the schedule's name: duplicate, delay (30 virtual seconds). */
  readonly faults?: Faults | undefined;
  /** @default nothing is kept */
  readonly keeping?: Keeping | undefined;
};

export type Scheduler = {
  readonly standIn: StandIn;
  list(): readonly Schedule[];
};

/** Judges by the statements of the roles. */
function judgeBy(roles: readonly RoleModel[] | undefined): May {
  if (roles === undefined) return () => true;
  const statements = new Map(roles.map((role) => [role.arn, role.statements]));
  return (roleArn, action, resource) => mayCall(statements.get(roleArn) ?? [], { action, resource }).isAllowed;
}

type Perform = (call: WireCall) => WireAnswer;

function createChecks({ groups, roles }: SchedulerOptions): (order: ScheduleOrder) => ScheduleOrder {
  const known = new Set(['default', ...groups]);
  const trusting = roles?.filter((role) => role.trustedServices.includes('scheduler.amazonaws.com'));
  return (order) => {
    if (!known.has(order.group)) throw notFound(`Schedule group ${order.group} does not exist.`);
    if (trusting !== undefined && !trusting.some((role) => role.arn === order.target.roleArn)) {
      throw invalid('The execution role you provide must allow AWS EventBridge Scheduler to assume the role.');
    }
    return order;
  };
}

function createOperations(book: ScheduleBook, options: SchedulerOptions): Readonly<Record<string, Perform>> {
  const check = createChecks(options);
  const read = ({ operation, input }: WireCall) => check(readOrder(operation, input, options.clock.now()));
  const find = ({ operation, input }: WireCall): Schedule => {
    refuseUnknown(`Scheduler ${operation}`, input, ['Name', 'GroupName', 'ClientToken']);
    return book.get(readName(input, 'GroupName', 'default'), readName(input, 'Name'));
  };
  return {
    CreateSchedule: (call) => ({ body: { ScheduleArn: book.create(read(call), followingFrom(call.cause)).arn } }),
    UpdateSchedule: (call) => ({ body: { ScheduleArn: book.update(read(call), followingFrom(call.cause)).arn } }),
    GetSchedule: (call) => ({ body: toAnswer(find(call)) }),
    ListSchedules: (call) => ({ body: listSchedules(book.list(), call.input) }),
    DeleteSchedule(call) {
      book.remove(find(call));
      return { body: {} };
    },
  };
}

/** EventBridge Scheduler for one-time and rate schedules of queues and functions. */
export function createScheduler(options: SchedulerOptions): Scheduler {
  const { clock, region, accountId, send, roles, may = judgeBy(roles), keeping = forgetful } = options;
  const asyncInvoke = createAsyncInvoke({ ...options, kept: keeping.shelf('scheduler/invocations') });
  const context = {
    clock,
    region,
    accountId,
    send,
    may,
    asyncInvoke,
    kept: keeping.shelf<KeptFiring>('scheduler/firings'),
    faults: options.faults,
  };
  goOnFiring(context);
  const arnOf = (group: string, name: string) => `arn:aws:scheduler:${region}:${accountId}:schedule/${group}/${name}`;
  const book = new ScheduleBook({
    clock,
    arnOf,
    fire: (schedule, dueAt) => fire(context, schedule, dueAt),
    kept: keeping.shelf('scheduler/schedules'),
  });
  const operations = createOperations(book, options);
  const tokens = new ClientTokens();
  return {
    list: () => book.list(),
    standIn: {
      service: 'scheduler',
      protocol: 'rest-json',
      route,
      asks: (operation: string, input: JsonObject) => asks(operation, input, arnOf),
      perform: (call) =>
        tokens.once(call, () => {
          const perform = operations[call.operation];
          if (perform === undefined) throw invalid(`No such operation: ${call.operation}.`);
          return perform(call);
        }),
    },
  };
}
