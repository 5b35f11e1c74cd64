import { manifest as audio } from './audio/manifest.ts';
import { manifest as conversation } from './conversation/manifest.ts';
import { manifest as payments } from './payments/manifest.ts';
import { manifest as people } from './people/manifest.ts';
import { manifest as platform } from './platform/manifest.ts';
import { manifest as realtime } from './realtime/manifest.ts';
import { manifest as relay } from './relay/manifest.ts';
import { manifest as rooms } from './rooms/manifest.ts';
import type { FeatureManifest, UnitEntry } from './runtime/manifest.ts';
import { manifest as safety } from './safety/manifest.ts';
import { manifest as stage } from './stage/manifest.ts';
import { manifest as tickets } from './tickets/manifest.ts';
import { manifest as waitingList } from './waiting-list/manifest.ts';

/** Every feature of the product, in the order of the API's pages. */
export const features: readonly FeatureManifest[] = [
  rooms,
  stage,
  conversation,
  safety,
  tickets,
  payments,
  waitingList,
  people,
  audio,
  realtime,
  relay,
  platform,
];

const operations = features.flatMap(({ feature, operations }) =>
  operations.map((operation) => ({ ...operation, feature })),
);

/** What is deployed: the operations grouped by the unit they name. */
export const units: readonly UnitEntry[] = [...Map.groupBy(operations, ({ unit }) => unit)].map(
  ([name, operations]) => ({ name, operations }),
);
