import type { Cause, Clock, JsonObject, RuleModel, SendMessage } from '../model.ts';
import type { AsyncInvoke } from './async-invoke.ts';
import type { BusEvent } from './envelope.ts';
import { defaultRetryPolicy, deliverWithRetries, type Loss } from './retry.ts';

export type RuleTarget = RuleModel['targets'][number];
export type DeliveryContext = { readonly clock: Clock; readonly send: SendMessage; readonly asyncInvoke: AsyncInvoke };

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
): void {
  const { clock, send, asyncInvoke } = context;
  const { target } = rule;
  const payload = target.input ?? toJson(event);
  deliverWithRetries({
    clock,
    label: `${rule.arn} delivers to ${target.arn}`,
    policy: { ...defaultRetryPolicy, ...(target.maxRetries === undefined ? {} : { maxRetries: target.maxRetries }) },
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
