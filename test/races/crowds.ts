import { createHash } from 'node:crypto';
import { marshall } from '@aws-sdk/util-dynamodb';
import { fromMember } from '../../adapters/dynamodb/member-item.ts';
import { fromProfile } from '../../adapters/dynamodb/profile-item.ts';
import { freePartition, freeShardCount } from '../../adapters/dynamodb/table.ts';
import { kickWork, ranks } from '../../adapters/dynamodb/works.ts';
import { newProfile } from '../../domain/account.ts';
import { userIdOf, userIdSeed } from '../../domain/ids.ts';
import type { Member, Seat } from '../../domain/seat.ts';
import type { Door, World } from '../world.ts';
import { itemsOf, times } from './watching.ts';

type Known = Door & { readonly userId: string };
type Seated = Member & { readonly seat: Seat; readonly workQueue?: string; readonly priority?: string };

/** Many people of one world, made and moved past the API: what a test of a thousand need not do by calls. */
export function crowdsOf(world: World) {
  const { tables, model, identity, clock } = world.cloud;
  const nameOf = (table: string) => model.tables.find(({ name }) => name.endsWith(`-${table}`))?.name ?? '';
  const put = (table: string, item: object) =>
    tables.perform('PutItem', { TableName: nameOf(table), Item: toWire(item) }, {});
  return {
    /** People whom the product has seen before. */
    people: (count: number, name: string): Promise<readonly Known[]> =>
      Promise.all(
        times(count, async (at) => {
          const handle = `${name}${at}`;
          const { accessToken, account } = await identity.issueToken({ handle });
          const claims = { issuer: identity.issuer, sub: account.sub };
          const digest = createHash('sha256').update(userIdSeed(claims)).digest();
          const userId = userIdOf({ ...claims, digest });
          await put('social', fromProfile(newProfile(userId, claims, handle, clock.now())));
          return { ...world.withToken(accessToken), userId };
        }),
      ),

    /** As many people in the room who let others see them, with their profiles and without a seat. */
    async shown(count: number, roomId: string): Promise<readonly string[]> {
      const at = new Date(clock.now()).toISOString();
      const joined = { roomId, state: 'joined', role: 'listener', epoch: 1, joinedAt: at } as const;
      const userIds = times(count, (index) => String(20_000_000_000 + index * 7));
      await Promise.all(
        userIds.map(async (userId, index) => {
          const claims = { issuer: identity.issuer, sub: userId };
          await put('social', fromProfile(newProfile(userId, claims, `shown${index}`, clock.now())));
          await put('rooms', fromMember({ ...joined, userId }, true));
        }),
      );
      return userIds;
    },

    /** Puts people into the room as listeners without a seat: they may do what listeners do. */
    async inside(people: readonly Known[], roomId: string): Promise<void> {
      const at = new Date(clock.now()).toISOString();
      const joined = { roomId, state: 'joined', role: 'listener', epoch: 1, joinedAt: at } as const;
      await Promise.all(people.map(({ userId }) => put('rooms', fromMember({ ...joined, userId }, false))));
    },

    /** Removes whoever has the seat as a removal does: it is gone from their member item and its attendee is to die. */
    async kick(roomId: string, attendeeId: string): Promise<string> {
      const held = itemsOf(world, 'rooms').find((item) => item['sk'] === 'MEMBER' && item['attendeeId'] === attendeeId);
      const { seat, workQueue, priority, ...member } = toSeated(held);
      const order = kickWork(roomId, seat, ranks.kick);
      if (order.kind !== 'put') throw new Error('A death is ordered by an item of its own');
      await put('rooms', { ...member, attendeeId: undefined, state: 'banned' });
      await put('rooms', order.item);
      return attendeeId;
    },

    /** Free seats in the pool, up to one of each shard: cheap enough to look all the time. */
    async someFree(roomId: string): Promise<number> {
      const counts = times(freeShardCount, async (shard) => {
        const values = toWire({ ':pk': freePartition(roomId, shard) });
        const wish = { TableName: nameOf('rooms'), Limit: 1, KeyConditionExpression: 'pk = :pk' };
        const { body } = await tables.perform('Query', { ...wish, ExpressionAttributeValues: values }, {});
        return Number(body?.['Count']);
      });
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    },
  };
}

const toSeated = (item: unknown) => item as Seated;
const toWire = (item: object) => marshall(item, { removeUndefinedValues: true }) as Record<string, never>;
