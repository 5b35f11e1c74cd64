import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onSale, openSellingWorld, stateOf } from '../given/tickets.ts';
import type { Person, World } from '../world.ts';

let world: World;
let host: Person;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, host, close } = await openSellingWorld());
});
afterAll(() => close());

let count = 0;
const person = (): Promise<Person> => world.person(`guest${++count}`);
const give = (roomId: string, userId: string, giver: Person = host) =>
  giver.post(`/v1/rooms/${roomId}/comps`, { userId });
const saleOf = async (roomId: string) => JSON.parse((await world.nobody.get(`/v1/rooms/${roomId}/sale`)).text);

describe('a ticket that the host gives away', () => {
  it('takes a place, costs nothing, opens the door, and is given once', async () => {
    const roomId = await onSale(world, host, 2);
    const guest = await person();
    const given = await give(roomId, guest.userId);
    expect([given.status, given.body]).toMatchObject([201, { ticket: { state: 'comp' }, payment: { status: 'none' } }]);
    const again = await give(roomId, guest.userId);
    expect([again.status, again.body]).toEqual([201, given.body]);
    expect(await saleOf(roomId)).toMatchObject({ available: 1, quantity: 2 });
    const bought = await guest.post(`/v1/rooms/${roomId}/tickets`);
    expect([bought.status, bought.body.error.code]).toEqual([409, 'already_has_ticket']);
    await host.post(`/v1/rooms/${roomId}/start`);
    expect((await guest.post(`/v1/rooms/${roomId}/join`)).status).toBe(200);
    await host.post(`/v1/rooms/${roomId}/end`);
  });

  it('is one of those that are sold: none is left for anybody once they are gone', async () => {
    const roomId = await onSale(world, host, 1);
    expect((await give(roomId, (await person()).userId)).status).toBe(201);
    const late = await give(roomId, (await person()).userId);
    expect([late.status, late.body.error.code]).toEqual([409, 'sold_out']);
    expect((await (await person()).post(`/v1/rooms/${roomId}/tickets`)).body.error.code).toBe('sold_out');
  });

  it('goes to nobody who could not buy one, and comes from nobody but the host', async () => {
    const roomId = await onSale(world, host, 5);
    const [blocked, banned, other] = [await person(), await person(), await person()];
    await host.put(`/v1/me/blocks/${blocked.userId}`);
    await host.post(`/v1/rooms/${roomId}/start`);
    await host.remove(`/v1/rooms/${roomId}/people/${banned.userId}`);
    const refused = async (userId: string, giver?: Person) => {
      const { status, body } = await give(roomId, userId, giver);
      return [status, body.error.code];
    };
    expect(await refused(blocked.userId)).toEqual([403, 'blocked_by_host']);
    expect(await refused(banned.userId)).toEqual([403, 'blocked_from_room']);
    expect(await refused(host.userId)).toEqual([403, 'not_allowed_for_role']);
    expect(await refused('1234567890')).toEqual([404, 'user_not_found']);
    expect(await refused(other.userId, other)).toEqual([403, 'not_allowed_for_role']);
    expect((await other.get(`/v1/rooms/${roomId}/tickets/me`)).status).toBe(404);
    expect(await saleOf(roomId)).toMatchObject({ available: 5 });
    await host.post(`/v1/rooms/${roomId}/end`);
    expect(await refused(other.userId)).toEqual([409, 'room_already_ended']);
  });

  it('is worth nothing once its guest is put out for good', async () => {
    const roomId = await onSale(world, host, 2);
    const guest = await person();
    await give(roomId, guest.userId);
    await host.post(`/v1/rooms/${roomId}/start`);
    await host.remove(`/v1/rooms/${roomId}/people/${guest.userId}`);
    await world.settle();
    expect(await stateOf(guest, roomId)).toBe('revoked');
    await host.post(`/v1/rooms/${roomId}/end`);
  });
});
