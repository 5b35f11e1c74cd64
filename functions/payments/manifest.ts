import type { FeatureManifest, Touch } from '../runtime/manifest.ts';

const room: Touch = { table: 'rooms', prefix: 'ROOM#', may: ['get'] };
const sale: Touch = { table: 'commerce', prefix: 'SALE#', may: ['get'] };
/** A ticket and the place it takes or gives back. */
const ticketWritten: Touch = { table: 'commerce', prefix: 'TICKET#', may: ['get', 'put'] };
const held: readonly Touch[] = [ticketWritten, { table: 'commerce', prefix: 'STOCK#', may: ['update'] }];
/** What a payment comes to: a ticket with its place, its booking, and its refund. */
const settled: readonly Touch[] = [
  ...held,
  sale,
  room,
  // A payment has bought a ticket or goes back: each write looks that the other was not made.
  { table: 'commerce', prefix: 'PAYMENT#', may: ['put', 'check'] },
  { table: 'commerce', prefix: 'LEDGER#', may: ['put'] },
  { table: 'commerce', prefix: 'REFUND#', may: ['put', 'check'] },
];
const refundEnded: readonly Touch[] = [
  { table: 'commerce', prefix: 'REFUND#', may: ['get', 'update'] },
  { table: 'commerce', prefix: 'LEDGER#', may: ['put'] },
  ticketWritten,
];
const accountNoted: Touch = { table: 'commerce', prefix: 'PAYOUT#', may: ['get', 'put'] };
/** The payout of a room, which sees what is taken of what is held. */
const drawn: Touch = { table: 'commerce', prefix: 'TRANSFER#', may: ['get', 'check', 'update'] };
/** A payout, and what it waits for: tickets that are disputed or on their way back, a host who is suspended. */
const paidOut: readonly Touch[] = [
  drawn,
  { table: 'commerce', prefix: 'TRANSFER#', may: ['put'] },
  { table: 'commerce', prefix: 'LEDGER#', may: ['query', 'put'] },
  { table: 'commerce', prefix: 'SALE#', may: ['get', 'put'] },
  { table: 'commerce', index: 'by-room' },
  { table: 'social', prefix: 'USER#', may: ['get'] },
];
const apiKey: Touch = { secret: 'stripe-api-key' };

/** What is done with the payment service, and because of it; nobody waits for an answer. */
export const manifest: FeatureManifest = {
  feature: 'payments',
  operations: [
    {
      name: 'openPayments',
      file: 'open-payments',
      trigger: { queue: 'stripe-sessions', isFifo: true, batchSize: 10, maxConcurrency: 10 },
      unit: 'stripe-worker',
      touches: [...held, sale, apiKey],
      impact: 'Tickets that are held wait for their payment to open.',
    },
    {
      name: 'hearPayments',
      file: 'hear-payments',
      trigger: { queue: 'stripe-news', batchSize: 10 },
      unit: 'stripe-worker',
      touches: [
        ...settled,
        ...refundEnded,
        accountNoted,
        { table: 'commerce', prefix: 'PAYMENT#', may: ['get', 'put'] },
        drawn,
        apiKey,
      ],
      impact: 'Tickets that were paid are not handed out.',
    },
    {
      name: 'sendRefunds',
      file: 'send-refunds',
      trigger: { queue: 'stripe-refunds', isFifo: true, batchSize: 10, maxConcurrency: 10 },
      unit: 'stripe-worker',
      touches: [...refundEnded, apiKey],
      impact: 'Refunds are not sent.',
    },
    {
      name: 'sweepTickets',
      file: 'sweep-tickets',
      trigger: { everyMinutes: 1 },
      unit: 'stripe-worker',
      touches: [
        ...settled,
        ...refundEnded,
        { table: 'commerce', index: 'due' },
        ...paidOut,
        // What is due still stands back.
        { table: 'commerce', prefix: 'TICKET#', may: ['update'] },
        { table: 'commerce', prefix: 'SALE#', may: ['update'] },
        { table: 'commerce', prefix: 'JOB#', may: ['update'] },
        { table: 'rooms', prefix: 'SWITCHES#', may: ['get'] },
        accountNoted,
        { queue: 'offers' },
        { queue: 'refund-jobs' },
        apiKey,
      ],
      impact: 'Tickets whose payment ended unheard keep their place.',
    },
    {
      name: 'reconcilePayments',
      file: 'reconcile-payments',
      // A part of fifty has a minute or two; several wait while a whole day is walked through.
      trigger: { queue: 'stripe-walks', isFifo: true, batchSize: 1, patienceSeconds: 900 },
      unit: 'stripe-worker',
      touches: [
        ...settled,
        ...refundEnded,
        accountNoted,
        ...paidOut,
        { table: 'commerce', prefix: 'JOB#', may: ['put'] },
        { table: 'commerce', prefix: 'PAYMENT#', may: ['get'] },
        { queue: 'refund-jobs' },
        { queue: 'stripe-news' },
        { queue: 'stripe-walks' },
        apiKey,
      ],
      impact: 'What was missed of payments, refunds and transfers stays missed.',
    },
    {
      name: 'orderReconciling',
      file: 'order-reconciling',
      trigger: { everyMinutes: 60 },
      unit: 'sale-endings',
      touches: [{ queue: 'stripe-walks' }],
      impact: 'Nobody looks for what was missed of payments.',
    },
  ],
};
