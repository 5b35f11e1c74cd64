import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Block } from '../../domain/block.ts';
import type { Profile } from '../../domain/person.ts';
import type { SocialChange } from '../../domain/social-events.ts';
import { toAct } from './audit.ts';
import type { Item } from './client.ts';
import { isSeen, toProfile } from './profile-item.ts';
import { readText } from './read.ts';
import { toReport } from './report-item.ts';
import { toShare } from './shares.ts';
import type { StreamRecord } from './stream-records.ts';

/** What a record of the social table's stream changed, by its sort key; undefined for items that mean nothing to others. */
export function socialChangeOf({ dynamodb }: StreamRecord): SocialChange | undefined {
  const [before, after] = [toItem(dynamodb?.OldImage), toItem(dynamodb?.NewImage)];
  const item = after ?? before;
  return item && readers[readText(item, 'sk').split('#', 1).join()]?.(before, after);
}

type Read = (before: Item | undefined, after: Item | undefined) => SocialChange | undefined;

/** A line for each kind of sort key (what stands before its first `#`): how its two images are read. */
const readers: Readonly<Record<string, Read>> = {
  ACT: (before, after) => ({ kind: 'act', ...images(toAct, before, after) }),
  EDGE: (before, after) => ({ kind: 'block', ...images(toBlock, before, after) }),
  PROFILE: (before, after) => ({ kind: 'profile', ...images(toSeenProfile, before, after) }),
  REPORT: (before, after) => ({ kind: 'report', ...images(toReport, before, after) }),
  SHARE: (before, after) => ({ kind: 'share', ...images(toShare, before, after) }),
};

/** The images that say something, read. */
function images<Image>(read: (item: Item) => Image | undefined, before: Item | undefined, after: Item | undefined) {
  const [old, fresh] = [before && read(before), after && read(after)];
  return { ...(old !== undefined && { before: old }), ...(fresh !== undefined && { after: fresh }) };
}

/** Follows lie under the same sort key. */
const toBlock = (item: Item): Block | undefined =>
  item['blockerId'] === undefined
    ? undefined
    : { blockerId: readText(item, 'blockerId'), blockedId: readText(item, 'blockedId'), at: readText(item, 'at') };

/** Facts may come before their person does. */
const toSeenProfile = (item: Item): Profile | undefined => (isSeen(item) ? toProfile(item) : undefined);

const toItem = (image: object | undefined): Item | undefined => image && unmarshall(toAttributes(image));
const toAttributes = (image: object) => image as Parameters<typeof unmarshall>[0];
