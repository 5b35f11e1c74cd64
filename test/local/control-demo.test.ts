import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDemo } from '../../local/demo/demo.ts';
import { createStage } from './control-stage.ts';

let stage: Awaited<ReturnType<typeof createStage>>;

beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage.close());

test('the demo makes people to choose, two of whom may host, who follow each other', async () => {
  const demo = createDemo({ url: stage.url });
  expect(demo.people()).toEqual([]);
  expect(demo.choices().length).toBeGreaterThan(3);
  await demo.seed();
  expect(demo.people()[0]).toEqual({ handle: 'ines', name: 'Ines Okafor', userId: 'id-ines', followers: 18_400 });
  const counts = stage.events
    .filter((event) => event['detail-type'] === 'follower.facts')
    .map(({ detail }) => detail['count']);
  expect(counts.filter((count) => Number(count) >= 600)).toHaveLength(2);
  expect(stage.follows).toContain('tomas id-ines');
});

test('an empty world offers nobody', async () => {
  const demo = createDemo({ url: stage.url, isOn: false });
  await demo.seed();
  expect([demo.choices(), demo.people()]).toEqual([[], []]);
});
