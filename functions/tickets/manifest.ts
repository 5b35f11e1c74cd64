import type { FeatureManifest, Touch } from '../runtime/manifest.ts';

/** Whoever calls is read, and made when seen for the first time. */
const caller: readonly Touch[] = [
  { table: 'social', prefix: 'USER#', may: ['get', 'put'] },
  { table: 'social', prefix: 'HANDLE#', may: ['put'] },
  { table: 'social', prefix: 'COUNT#', may: ['get'] },
];
const room: Touch = { table: 'rooms', prefix: 'ROOM#', may: ['get'] };
const sale: Touch = { table: 'commerce', prefix: 'SALE#', may: ['get'] };
const saleWritten: readonly Touch[] = [
  { table: 'commerce', prefix: 'SALE#', may: ['get', 'put'] },
  { table: 'commerce', prefix: 'STOCK#', may: ['get', 'put', 'update'] },
];
const ticket: Touch = { table: 'commerce', prefix: 'TICKET#', may: ['get'] };
/** A ticket and the place it takes or gives back. */
const ticketWritten: Touch = { table: 'commerce', prefix: 'TICKET#', may: ['get', 'put'] };
const held: readonly Touch[] = [ticketWritten, { table: 'commerce', prefix: 'STOCK#', may: ['update'] }];
/** Which parts have places left. */
const stockSeen: Touch = { table: 'commerce', prefix: 'STOCK#', may: ['get'] };
/** How somebody stands to the room, and to whoever hosts it. */
const standing: readonly Touch[] = [
  room,
  { table: 'social', prefix: 'BLOCK#', may: ['get'] },
  { table: 'social', prefix: 'FOLLOW#', may: ['get'] },
];
const refundBegun: readonly Touch[] = [
  ticketWritten,
  { table: 'commerce', prefix: 'REFUND#', may: ['put'] },
  { queue: 'stripe-refunds' },
];
const account: Touch = { table: 'commerce', prefix: 'PAYOUT#', may: ['get'] };
const accountNoted: Touch = { table: 'commerce', prefix: 'PAYOUT#', may: ['get', 'put'] };
const apiKey: Touch = { secret: 'stripe-api-key' };

export const manifest: FeatureManifest = {
  feature: 'tickets',
  operations: [
    {
      name: 'setSale',
      file: 'set-sale',
      trigger: { http: 'PUT /v1/rooms/{roomId}/sale', auth: 'user' },
      unit: 'sales',
      touches: [
        ...caller,
        ...saleWritten,
        account,
        { table: 'rooms', prefix: 'ROOM#', may: ['get', 'put'] },
        { table: 'commerce', prefix: 'LEDGER#', may: ['query'] },
        { table: 'commerce', prefix: 'SPENT#', may: ['get', 'update'] },
        { table: 'commerce', prefix: 'CAP#', may: ['get'] },
      ],
      impact: 'Hosts cannot put tickets on sale.',
    },
    {
      name: 'getSale',
      file: 'get-sale',
      trigger: { http: 'GET /v1/rooms/{roomId}/sale', auth: { none: 'Prices are shown to everybody.' } },
      unit: 'sales',
      touches: [room, sale, { table: 'commerce', prefix: 'STOCK#', may: ['get'] }],
      impact: 'Nobody sees what a ticket costs.',
    },
    {
      name: 'previewSale',
      file: 'preview-sale',
      trigger: { http: 'GET /v1/sale-preview', auth: 'user' },
      unit: 'sales',
      touches: [account],
      impact: 'Hosts do not see what a ticket would bring them.',
    },
    {
      name: 'listSales',
      file: 'list-sales',
      trigger: { http: 'GET /v1/rooms/{roomId}/sales', auth: 'user' },
      unit: 'sales',
      touches: [
        ...caller,
        room,
        sale,
        { table: 'commerce', prefix: 'STOCK#', may: ['get'] },
        { table: 'commerce', prefix: 'LEDGER#', may: ['query'] },
        { table: 'commerce', prefix: 'TRANSFER#', may: ['get'] },
        { table: 'commerce', index: 'by-room' },
      ],
      impact: 'Hosts do not see what they have sold.',
    },
    {
      name: 'giveComp',
      file: 'give-comp',
      trigger: { http: 'POST /v1/rooms/{roomId}/comps', auth: 'user' },
      status: 201,
      unit: 'tickets',
      touches: [...caller, ...held, stockSeen, sale, ...standing],
      impact: 'Hosts cannot give tickets away.',
    },
    {
      name: 'buyTicket',
      file: 'buy-ticket',
      trigger: { http: 'POST /v1/rooms/{roomId}/tickets', auth: 'user' },
      status: 201,
      unit: 'tickets',
      touches: [
        ...caller,
        ...held,
        stockSeen,
        sale,
        account,
        ...standing,
        { table: 'rooms', prefix: 'SWITCHES#', may: ['get'] },
        { queue: 'stripe-sessions' },
      ],
      impact: 'Nobody can buy a ticket.',
    },
    {
      name: 'getMyTicket',
      file: 'get-my-ticket',
      trigger: { http: 'GET /v1/rooms/{roomId}/tickets/me', auth: 'user' },
      unit: 'tickets',
      touches: [ticket, room, { queue: 'stripe-news' }],
      impact: 'Buyers do not see their ticket.',
    },
    {
      name: 'cancelTicket',
      file: 'cancel-ticket',
      trigger: { http: 'DELETE /v1/rooms/{roomId}/tickets/me', auth: 'user' },
      unit: 'tickets',
      touches: [
        ...held,
        ...refundBegun,
        sale,
        room,
        { table: 'social', prefix: 'BLOCK#', may: ['get'] },
        { queue: 'stripe-news' },
      ],
      impact: 'Buyers cannot give a ticket back.',
    },
    {
      name: 'listMyTickets',
      file: 'list-my-tickets',
      trigger: { http: 'GET /v1/me/tickets', auth: 'user' },
      unit: 'tickets',
      touches: [{ table: 'commerce', index: 'by-buyer' }, room],
      impact: 'Buyers do not see their tickets.',
    },
    {
      name: 'openPayoutAccount',
      file: 'open-payout-account',
      trigger: { http: 'POST /v1/me/payout-account', auth: 'user' },
      unit: 'payout-account',
      touches: [...caller, accountNoted, apiKey],
      impact: 'Hosts cannot say where their money goes.',
    },
    {
      name: 'getPayoutAccount',
      file: 'get-payout-account',
      trigger: { http: 'GET /v1/me/payout-account', auth: 'user' },
      unit: 'payout-account',
      touches: [accountNoted, apiKey],
      impact: 'Hosts do not see whether they can be paid.',
    },
    {
      name: 'receiveStripeEvent',
      file: 'receive-stripe-event',
      trigger: {
        http: 'POST /webhooks/stripe',
        auth: { none: 'Stripe signs what it sends; the signature is checked.' },
      },
      unit: 'stripe-receiver',
      lane: 'webhook',
      touches: [{ secret: 'stripe-signing-secrets' }, { queue: 'stripe-news' }],
      impact: 'News of payments are not heard; tickets wait for the sweep, and Stripe sends again for three days.',
    },
    {
      name: 'endSale',
      file: 'end-sale',
      trigger: { events: ['room.canceled', 'room.ended'], source: 'rostrum' },
      unit: 'sale-endings',
      touches: [
        { table: 'commerce', prefix: 'SALE#', may: ['get', 'put'] },
        { table: 'commerce', prefix: 'STOCK#', may: ['update'] },
        { table: 'commerce', prefix: 'JOB#', may: ['put'] },
        { queue: 'refund-jobs' },
      ],
      impact: 'Tickets of rooms that are over go on being sold.',
    },
    {
      name: 'voidTicket',
      file: 'void-ticket',
      trigger: { events: ['person.removed'], source: 'rostrum' },
      unit: 'sale-endings',
      touches: [...held, ...refundBegun, sale, { queue: 'stripe-news' }],
      impact: 'People who were removed keep a ticket that opens no door, and wait for their money.',
    },
    {
      name: 'tellHolders',
      file: 'tell-holders',
      trigger: { events: ['room.rescheduled'], source: 'rostrum' },
      unit: 'sale-endings',
      touches: [{ table: 'commerce', index: 'by-room' }, { queue: 'frames' }],
      impact: 'Holders of tickets are not told that their room was moved.',
    },
    {
      name: 'refundTickets',
      file: 'refund-tickets',
      trigger: { queue: 'refund-jobs' },
      unit: 'sale-endings',
      touches: [
        ...held,
        ...refundBegun,
        { table: 'commerce', prefix: 'JOB#', may: ['get', 'update'] },
        { table: 'commerce', prefix: 'WAITING#', may: ['delete'] },
        { table: 'commerce', index: 'by-room' },
        { queue: 'stripe-news' },
        { queue: 'refund-jobs' },
      ],
      impact: 'Buyers of canceled rooms wait for their money, and rooms that are over can still be paid for.',
    },
  ],
};
