import type { FeatureManifest, Touch } from '../runtime/manifest.ts';

const room: Touch = { table: 'rooms', prefix: 'ROOM#', may: ['get'] };
const sale: Touch = { table: 'commerce', prefix: 'SALE#', may: ['get'] };
const stock: Touch = { table: 'commerce', prefix: 'STOCK#', may: ['get', 'update'] };
const line: Touch = { table: 'commerce', index: 'by-room' };
/** How somebody stands to the room, and to whoever hosts it. */
const standing: readonly Touch[] = [
  room,
  { table: 'social', prefix: 'USER#', may: ['get'] },
  { table: 'social', prefix: 'BLOCK#', may: ['get'] },
  { table: 'social', prefix: 'FOLLOW#', may: ['get'] },
];

export const manifest: FeatureManifest = {
  feature: 'waiting-list',
  operations: [
    {
      name: 'joinWaitlist',
      file: 'join-waitlist',
      trigger: { http: 'POST /v1/rooms/{roomId}/waitlist/me', auth: 'user' },
      unit: 'tickets',
      touches: [
        ...standing,
        // Whoever calls is made when seen for the first time.
        { table: 'social', prefix: 'USER#', may: ['put'] },
        { table: 'social', prefix: 'HANDLE#', may: ['put'] },
        { table: 'social', prefix: 'COUNT#', may: ['get'] },
        { table: 'rooms', prefix: 'SWITCHES#', may: ['get'] },
        { table: 'commerce', prefix: 'TICKET#', may: ['get'] },
        sale,
        stock,
        { table: 'commerce', prefix: 'WAITING#', may: ['get', 'put'] },
        line,
        { queue: 'offers' },
      ],
      impact: 'Nobody can wait for a ticket that comes back.',
    },
    {
      name: 'getWaitlist',
      file: 'get-waitlist',
      trigger: { http: 'GET /v1/rooms/{roomId}/waitlist/me', auth: 'user' },
      unit: 'tickets',
      touches: [room, { table: 'commerce', prefix: 'WAITING#', may: ['get'] }, line],
      impact: 'People do not see that they wait for a ticket.',
    },
    {
      name: 'leaveWaitlist',
      file: 'leave-waitlist',
      trigger: { http: 'DELETE /v1/rooms/{roomId}/waitlist/me', auth: 'user' },
      unit: 'tickets',
      touches: [room, { table: 'commerce', prefix: 'WAITING#', may: ['delete'] }],
      impact: 'Nobody can stop waiting for a ticket.',
    },
    {
      name: 'offerPlaces',
      file: 'offer-places',
      trigger: { queue: 'offers', isFifo: true, batchSize: 10 },
      unit: 'ticket-offers',
      touches: [
        ...standing,
        { table: 'rooms', prefix: 'SWITCHES#', may: ['get'] },
        { table: 'commerce', prefix: 'TICKET#', may: ['get', 'put'] },
        sale,
        stock,
        { table: 'commerce', prefix: 'PAYOUT#', may: ['get'] },
        { table: 'commerce', prefix: 'WAITING#', may: ['get', 'delete'] },
        line,
        { queue: 'offers' },
        { queue: 'stripe-sessions' },
      ],
      impact: 'Tickets that came back are offered to nobody, and not sold either.',
    },
  ],
};
