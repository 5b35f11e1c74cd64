import { accountCalls } from '../calls/accounts.ts';
import { bookCalls } from '../calls/books.ts';
import { destinationCalls } from '../calls/destinations.ts';
import { disputeCalls } from '../calls/disputes.ts';
import { eventCalls } from '../calls/events.ts';
import { intentCalls } from '../calls/intents.ts';
import { refundCalls } from '../calls/refunds.ts';
import { sessionCalls } from '../calls/sessions.ts';
import { transferCalls } from '../calls/transfers.ts';
import type { Operation } from './operation.ts';

const operations: readonly Operation[] = [
  ...sessionCalls,
  ...intentCalls,
  ...refundCalls,
  ...transferCalls,
  ...bookCalls,
  ...eventCalls,
  ...disputeCalls,
  ...accountCalls,
  ...destinationCalls,
];

const routes = operations.map((operation) => ({
  operation,
  pattern: new RegExp(`^${operation.path.replaceAll('{id}', '([^/]+)')}$`),
}));

/** The call that a method and a path mean, with the ids of the path; undefined for what the stand-in does not do. */
export function findOperation(method: string, path: string) {
  for (const { operation, pattern } of routes) {
    const match = operation.method === method ? pattern.exec(path) : null;
    if (match) return { operation, ids: match.slice(1).map(decodeURIComponent) };
  }
  return undefined;
}
