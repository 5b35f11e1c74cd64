import type {
  Ask,
  Cause,
  Clock,
  EmitEvent,
  Faults,
  FunctionModel,
  Invoke,
  JsonObject,
  RuleModel,
  SendMessage,
  StandIn,
} from '../model.ts';
import { createAsyncInvoke } from './async-invoke.ts';
import { followingFrom } from './cause.ts';
import { type BusEvent, createEnvelope, type NewEvent, type Place } from './envelope.ts';
import { EventFaults } from './event-faults.ts';
import { compilePattern, type PatternTest } from './pattern.ts';
import { eventsReader, putEvents } from './put-events.ts';
import { startRecurring } from './recurring.ts';
import { checkTarget, type DeliveryContext, deliverToTarget } from './targets.ts';
import { routeByTarget } from './wire-input.ts';

export type BusOptions = Place & {
  readonly clock: Clock;
  readonly rules: readonly RuleModel[];
  readonly invoke: Invoke;
  readonly send: SendMessage;
  /** Strikes deliveries: duplicate, delay (30 virtual seconds), drop, reorder (after the next event). */
  readonly faults?: Faults | undefined;
  /** For failed asynchronous invocations, and to know which functions exist. */
  readonly functions?: readonly FunctionModel[] | undefined;
};

export type Bus = {
  readonly standIn: StandIn;
  readonly emit: EmitEvent;
  /** Events in the order in which the bus took them, after the one with this id; all of them when the id is unknown. */
  history(afterId?: string): readonly BusEvent[];
};

/** How many events are kept for `history`. */
const maxHistory = 100_000;

type Rule = { readonly arn: string; readonly model: RuleModel; readonly fits: PatternTest };

function readRules({ rules, region, accountId }: BusOptions): readonly Rule[] {
  return rules.map((model) => {
    for (const target of model.targets) checkTarget(target, model.name);
    const fits = model.pattern === undefined ? () => false : compilePattern(model.pattern, model.name);
    return { arn: `arn:aws:events:${region}:${accountId}:rule/${model.name}`, model, fits };
  });
}

class EventBus implements Bus {
  readonly emit: EmitEvent;
  readonly standIn: StandIn;
  readonly #options: BusOptions;
  readonly #rules: readonly Rule[];
  readonly #faults: EventFaults;
  readonly #delivery: DeliveryContext;
  #history: BusEvent[] = [];

  constructor(options: BusOptions) {
    this.#options = options;
    this.#rules = readRules(options);
    this.#faults = new EventFaults(options.clock, options.faults);
    this.#delivery = { clock: options.clock, send: options.send, asyncInvoke: createAsyncInvoke(options) };
    this.emit = ({ source, detailType, detail, at = options.clock.now() }, cause = {}) =>
      void this.#put({ source, 'detail-type': detailType, detail, at }, cause);
    this.standIn = this.#createStandIn();
    for (const rule of this.#rules) this.#startSchedule(rule);
  }

  history(afterId?: string): readonly BusEvent[] {
    return this.#history.slice(this.#history.findIndex((event) => event.id === afterId) + 1);
  }

  #put(newEvent: NewEvent, cause: Cause): string {
    const event = createEnvelope(newEvent, this.#options);
    this.#history.push(event);
    if (this.#history.length > maxHistory) this.#history = this.#history.slice(maxHistory / 10);
    const rules = this.#rules.filter(({ fits }) => fits({ ...event }));
    if (rules.length > 0) this.#faults.pass(event, () => this.#deliver(rules, event, followingFrom(cause)));
    return event.id;
  }

  #deliver(rules: readonly Rule[], event: BusEvent, cause: Cause): void {
    for (const { arn, model } of rules) {
      for (const target of model.targets) deliverToTarget(this.#delivery, { arn, target }, event, cause);
    }
  }

  #startSchedule(rule: Rule): void {
    const { everySeconds } = rule.model;
    if (everySeconds === undefined) return;
    const { clock } = this.#options;
    startRecurring(clock, rule.arn, { firstAt: clock.now() + everySeconds * 1000, everySeconds }, (at) => {
      const tick = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {}, resources: [rule.arn], at };
      this.#deliver([rule], createEnvelope(tick, this.#options), {});
    });
  }

  #createStandIn(): StandIn {
    const { clock, region, accountId } = this.#options;
    return {
      service: 'events',
      protocol: 'json',
      route: (request) => routeByTarget(request, 'AWSEvents', (operation) => operation === 'PutEvents'),
      asks: (_operation, input) => putEventsAsks(input, `arn:aws:events:${region}:${accountId}:event-bus/default`),
      perform: async (call) => ({ body: putEvents(call, clock, (event) => this.#put(event, call.cause)) }),
    };
  }
}

/** One question per entry, with the condition keys policies may name. */
function putEventsAsks(input: JsonObject, resource: string): Ask[] {
  const texts = (value: JsonObject[string]) => (typeof value === 'string' ? [value] : []);
  return eventsReader.objects(input, 'Entries').map((entry) => ({
    action: 'events:PutEvents',
    resource,
    context: { 'events:source': texts(entry['Source']), 'events:detail-type': texts(entry['DetailType']) },
  }));
}

/** The account's default bus with the rules of the template. Throws for patterns and targets beyond it. */
export function createBus(options: BusOptions): Bus {
  return new EventBus(options);
}
