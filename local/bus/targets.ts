import type { Cause, Clock, JsonObject, RuleModel, SendMessage, Shelf } from '../model.ts';
import type { AsyncInvoke } from './async-invoke.ts';
import type { BusEvent } from './envelope.ts';
import { defaultRetryPolicy, deliverWithRetries, type Loss, type Trying } from './retry.ts';

export type RuleTarget = RuleModel['targets'][number];
/** An event that has not reached a target yet. */
export type Undelivered = {
  readonly ruleArn: string;
  readonly targetArn: string;
  readonly event: BusEvent;
  readonly cause: Cause;
  readonly trying: Trying;
};
export type DeliveryContext = {
  readonly clock: Clock;
  readonly send: SendMessage;
  readonly asyncInvoke: AsyncInvoke;
  readonly kept: Shelf<Undelivered>;
};

const serviceOf = (arn: string): string => arn.split(':')[2] ?? '';

/** Refuses targets that are neither functions nor queues. */
export function checkTarget(target: RuleTarget, where: string): void {
  if (!['lambda', 'sqs'].includes(serviceOf(target.arn))) {
    throw new Error(`${where}: target ${target.arn} is not done locally`);
  }
}

/** The attributes of a message in a rule's dead-letter queue (EventBridge user guide, dead-letter queues). */
function lossAttributes(loss: Loss, ruleArn: string, target: RuleTarget): Record<string, string> {
  return {
    RULE_ARN: ruleArn,
    TARGET_ARN: target.arn,
    ERROR_CODE: loss.code,
    ERROR_MESSAGE: loss.message || 'unknown',
    RETRY_ATTEMPTS: String(loss.retries),
    ...(loss.condition === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: loss.condition }),
  };
}

/** Delivers an event to one target of a rule; what cannot be delivered goes to the target's dead-letter queue. */
export function deliverToTarget(
  context: DeliveryContext,
  rule: { readonly arn: string; readonly target: RuleTarget },
  event: BusEvent,
  cause: Cause,
  from?: Trying,
): void {
  const { clock, send, asyncInvoke, kept } = context;
  const { target, arn: ruleArn } = rule;
  const key = `${event.id} ${ruleArn} ${target.arn}`;
  const payload = target.input ?? toJson(event);
  deliverWithRetries({
    clock,
    label: `${rule.arn} delivers to ${target.arn}`,
    policy: { ...defaultRetryPolicy, ...(target.maxRetries === undefined ? {} : { maxRetries: target.maxRetries }) },
    kept: {
      put: (trying) => kept.put(key, { ruleArn, targetArn: target.arn, event, cause, trying }),
      remove: () => kept.remove(key),
    },
    from,
    attempt() {
      if (serviceOf(target.arn) === 'lambda') asyncInvoke(target.arn, payload, cause);
      else
        send(
          target.arn,
          JSON.stringify(payload),
          target.messageGroupId ? { groupId: target.messageGroupId } : {},
          cause,
        );
    },
    onLost(loss) {
      const attributes = lossAttributes(loss, rule.arn, target);
      if (target.deadLetterArn !== undefined) send(target.deadLetterArn, JSON.stringify(event), { attributes }, cause);
      else console.error(`${rule.arn} lost an event for ${target.arn}: ${loss.message}`);
    },
  });
}

/** A copy, so that no receiver can change what another one gets. */
function toJson(event: BusEvent): JsonObject {
  return { ...event };
}
