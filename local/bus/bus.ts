import { forgetful } from '../keeping/forgetful.ts';
import type {
  Ask,
  Cause,
  Clock,
  EmitEvent,
  Faults,
  FunctionModel,
  Invoke,
  JsonObject,
  Keeping,
  RuleModel,
  SendMessage,
  Shelf,
  StandIn,
} from '../model.ts';
import { createAsyncInvoke } from './async-invoke.ts';
import { followingFrom } from './cause.ts';
import { type BusEvent, createEnvelope, type NewEvent, type Place } from './envelope.ts';
import { EventFaults } from './event-faults.ts';
import { EventHistory } from './event-history.ts';
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
  /** @default nothing is kept */
  readonly keeping?: Keeping | undefined;
};

export type Bus = {
  readonly standIn: StandIn;
  readonly emit: EmitEvent;
  /** Events in the order in which the bus took them, after the one with this id; all of them when the id is unknown. */
  history(afterId?: string): readonly BusEvent[];
};

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
  readonly #history: EventHistory;
  /** When rules with a rhythm beat next. */
  readonly #beats: Shelf<number>;

  constructor(options: BusOptions) {
    this.#options = options;
    this.#rules = readRules(options);
    const { clock, send, keeping = forgetful } = options;
    this.#history = new EventHistory(keeping.shelf('bus/history'));
    this.#beats = keeping.shelf('bus/beats');
    const asyncInvoke = createAsyncInvoke({ ...options, kept: keeping.shelf('bus/invocations') });
    this.#delivery = { clock, send, asyncInvoke, kept: keeping.shelf('bus/undelivered') };
    const deliver = (event: BusEvent, cause: Cause) => this.#deliver(this.#rulesFor(event), event, cause);
    this.#faults = new EventFaults(clock, options.faults, deliver, keeping.shelf('bus/held'));
    this.emit = ({ source, detailType, detail, at = options.clock.now() }, cause = {}) =>
      void this.#put({ source, 'detail-type': detailType, detail, at }, cause);
    this.standIn = this.#createStandIn();
    for (const rule of this.#rules) this.#startSchedule(rule);
    this.#goOn();
  }

  history(afterId?: string): readonly BusEvent[] {
    return this.#history.after(afterId);
  }

  #put(newEvent: NewEvent, cause: Cause): string {
    const event = createEnvelope(newEvent, this.#options);
    this.#history.add(event);
    if (this.#rulesFor(event).length > 0) this.#faults.pass(event, followingFrom(cause));
    return event.id;
  }

  #rulesFor(event: BusEvent): readonly Rule[] {
    return this.#rules.filter(({ fits }) => fits({ ...event }));
  }

  /** What had not reached its target when a process before this one ended; a target that is gone takes it along. */
  #goOn(): void {
    const { kept } = this.#delivery;
    for (const [key, { ruleArn, targetArn, event, cause, trying }] of kept.entries()) {
      const rule = this.#rules.find(({ arn }) => arn === ruleArn);
      const target = rule?.model.targets.find(({ arn }) => arn === targetArn);
      if (target === undefined) kept.remove(key);
      else deliverToTarget(this.#delivery, { arn: ruleArn, target }, event, cause, trying);
    }
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
    const keptAt = this.#beats.entries().find(([arn]) => arn === rule.arn)?.[1] ?? Number.POSITIVE_INFINITY;
    const firstAt = Math.min(keptAt, clock.now() + everySeconds * 1000);
    const onPlan = (at: number): void => this.#beats.put(rule.arn, at);
    startRecurring(clock, rule.arn, { firstAt, everySeconds, onPlan }, (at) => {
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
