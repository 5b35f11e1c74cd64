import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dashboardOf } from '../given/operators.ts';
import { paymentOf } from '../given/restoring.ts';
import { boughtTicket, onSale, openSellingWorld, seller, stateOf } from '../given/tickets.ts';
import { joinAudio, type SyntheticClient } from '../synthetic-client.ts';
import type { Body, Person, World } from '../world.ts';

let world: World;
let close: () => Promise<void>;
const clients: SyntheticClient[] = [];
beforeAll(async () => {
  ({ world, close } = await openSellingWorld());
});
afterAll(async () => {
  for (const client of clients) client.leave();
  await close();
});

/** What the end of a ticket has to take at most until the ear notices, in milliseconds. */
const atOnce = 1_000;

async function enter({ audio }: Body, toneHertz?: number): Promise<SyntheticClient> {
  const pass = { Meeting: audio.meeting, Attendee: audio.attendee };
  const client = await joinAudio(pass, toneHertz === undefined ? { canReconnect: false } : { toneHertz });
  clients.push(client);
  return client;
}

let number = 0;
/** A live room whose host sounds at 440 Hz, and somebody with a ticket who hears it. */
async function heardRoom() {
  number += 1;
  const host = await seller(world, `ada${number}`);
  const holder = await world.person(`eve${number}`);
  const roomId = await onSale(world, host, 2);
  await boughtTicket(world, holder, roomId);
  const at = (path: string) => `/v1/rooms/${roomId}/${path}`;
  const join = async (person: Person): Promise<Body> => {
    const answer = await person.post(at('join'));
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  };
  expect((await host.post(at('start'))).status).toBe(200);
  await enter(await join(host), 440);
  const grant = await join(holder);
  const ear = await enter(grant);
  await ear.waitToHear(440);
  return { host, holder, roomId, at, ear, grant };
}

describe('a ticket that ends in mid-room', { timeout: 60_000 }, () => {
  it('because its money was sent back leaves silence within a second, and no way back', async () => {
    const { holder, roomId, at, ear, grant } = await heardRoom();
    const stripe = await dashboardOf(world);
    await stripe.refunds.create({ payment_intent: paymentOf(world, roomId, holder) });
    await Promise.all([world.settle(), ear.waitForSilence(440, atOnce)]);
    await ear.ended;
    expect(await stateOf(holder, roomId)).toBe('refunded');
    await expect(enter(grant), 'with the seat they had').rejects.toBeDefined();
    const { status, body } = await holder.post(at('join'));
    expect([status, body.error.code]).toEqual([402, 'ticket_required']);
  });

  it('because its holder was put out with their money leaves silence within a second, and no way back', async () => {
    const { host, holder, roomId, at, ear, grant } = await heardRoom();
    const removed = host.remove(at(`people/${holder.userId}?refund=true`));
    await Promise.all([removed, ear.waitForSilence(440, atOnce)]);
    expect((await removed).status).toBe(200);
    await ear.ended;
    await world.settle();
    expect(await stateOf(holder, roomId)).toBe('refunded');
    await expect(enter(grant), 'with the seat they had').rejects.toBeDefined();
    expect((await holder.post(at('join'))).body.error.code).toBe('blocked_from_room');
  });
});
