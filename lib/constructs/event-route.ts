import { Duration } from 'aws-cdk-lib';
import { type EventPattern, type IRuleTarget, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { named } from '../cloud.ts';

/** What the rule lets through: events of the default bus, or the tick of a recurring schedule. */
export type Occasion =
  | { readonly source: string; readonly detailType: readonly string[]; readonly eventTypes?: readonly string[] }
  | { readonly everyMinutes: number };

export type EventRouteProps = {
  /** The rule's name: what it feeds. */
  readonly name: string;
  readonly on: Occasion;
  readonly to: { readonly lambda: IFunction } | { readonly queue: IQueue; readonly isFifo: boolean };
  /** Takes what could not be delivered. */
  readonly deadLetters: IQueue;
};

/** A rule of the default bus with one target and a place for what could not be delivered. */
export class EventRoute extends Construct {
  constructor(scope: Construct, id: string, props: EventRouteProps) {
    super(scope, id);
    const { on } = props;
    new Rule(this, 'Rule', {
      ruleName: named(props.name),
      targets: [targetOf(props)],
      ...('everyMinutes' in on
        ? { schedule: Schedule.rate(Duration.minutes(on.everyMinutes)) }
        : { eventPattern: patternOf(on) }),
    });
  }
}

function patternOf(on: Exclude<Occasion, { everyMinutes: number }>): EventPattern {
  return {
    source: [on.source],
    detailType: [...on.detailType],
    ...(on.eventTypes && { detail: { eventType: [...on.eventTypes] } }),
  };
}

function targetOf({ name, to, deadLetters }: EventRouteProps): IRuleTarget {
  if ('queue' in to)
    return new SqsQueue(to.queue, { deadLetterQueue: deadLetters, ...(to.isFifo && { messageGroupId: name }) });
  return new LambdaFunction(to.lambda, { deadLetterQueue: deadLetters });
}
