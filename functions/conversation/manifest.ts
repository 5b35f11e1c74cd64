import type { FeatureManifest } from '../runtime/manifest.ts';

export const manifest: FeatureManifest = { feature: 'conversation', operations: [] };
