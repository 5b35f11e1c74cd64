import type { Post } from '../../../local/stripe/events/attempts.ts';
import type { Inside } from '../machine/world.ts';

const operation = 'receiveStripeEvent';

/** Brings the payment service's news to the product's door, signed as they are; some are long under way. */
export function createReceiving({ units, timeline, operations, chance, trace }: Inside): Post {
  const unit = [...units.values()].find((one) => one.operations.some(({ name }) => name === operation));
  let count = 0;
  return (_url, headers, body) =>
    new Promise((resolve) => {
      count += 1;
      const requestId = `news-${count}`;
      timeline.after(delayOf(chance), 'news of a payment', () => {
        if (!unit) return resolve(0);
        const work = operations.execute(operation, unit.timeoutSeconds, () =>
          unit.run(eventOf(headers, body, requestId), requestId),
        );
        void work.then((outcome) => {
          const status = outcome.kind === 'answered' ? toStatus(outcome.answer) : 0;
          trace.say(`news ${toTyped(JSON.parse(body)).type} → ${status}`);
          resolve(status);
        });
      });
    });
}

const delayOf = (chance: () => number): number => (chance() < 0.8 ? 20 + chance() * 400 : 500 + chance() * 8_000);

function eventOf(headers: Readonly<Record<string, string>>, body: string, requestId: string) {
  const path = '/webhooks/stripe';
  const http = { method: 'POST', path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.9', userAgent: 'simulation' };
  return {
    version: '2.0',
    routeKey: `POST ${path}`,
    rawPath: path,
    rawQueryString: '',
    headers,
    requestContext: { requestId, stage: '$default', http },
    isBase64Encoded: false,
    body,
  };
}

const toStatus = (answer: unknown): number => (answer as { readonly statusCode?: number }).statusCode ?? 0;
const toTyped = (event: unknown) => event as { readonly type: string };
