import type { FeatureManifest, UnitEntry } from './runtime/manifest.ts';

/** Every feature of the product, in the order of the API's pages. */
export const features: readonly FeatureManifest[] = [];

const operations = features.flatMap(({ feature, operations }) =>
  operations.map((operation) => ({ ...operation, feature })),
);

/** What is deployed: the operations grouped by the unit they name. */
export const units: readonly UnitEntry[] = [...Map.groupBy(operations, ({ unit }) => unit)].map(
  ([name, operations]) => ({ name, operations }),
);
