import { toRecord, toText } from './records.ts';
import type { SourceFile, SourceTree } from './source-tree.ts';
import { constantOf, staticValue } from './static-values.ts';
import { child, children, isNamed, lineAt, type SyntaxNode, visitsOf } from './syntax.ts';

/** An operation as its feature's manifest states it; what could not be read is undefined. */
export type ManifestEntry = {
  readonly manifest: string;
  readonly feature: string;
  readonly line: number;
  readonly name: string | undefined;
  readonly file: string | undefined;
  readonly impact: string | undefined;
  readonly trigger: Readonly<Record<string, unknown>>;
};

const manifestPath = /^functions\/([^/]+)\/manifest\.ts$/;

/** The feature whose manifest this is; undefined for other files and for the runtime's, which only holds the shape. */
export function featureOf(path: string): string | undefined {
  const feature = manifestPath.exec(path)?.[1];
  return feature === 'runtime' ? undefined : feature;
}

export const manifestsOf = (tree: SourceTree): SourceFile[] => tree.filter(({ path }) => featureOf(path) !== undefined);

/** All operations of all features, read without running anything: a manifest is data. */
export const entriesOf = (tree: SourceTree): ManifestEntry[] =>
  manifestsOf(tree).flatMap((file) => operationNodes(file).map((node) => entryOf(file, node)));

export const operationPath = ({ feature, file }: ManifestEntry): string => `functions/${feature}/${file}.ts`;

function operationNodes(file: SourceFile): SyntaxNode[] {
  return visitsOf(file, 'Property')
    .filter(({ node }) => isNamed(child(node, 'key'), 'operations'))
    .map(({ node }) => child(node, 'value'))
    .flatMap((value) => children(value?.type === 'Identifier' ? constantOf(file, nameIn(value)) : value, 'elements'));
}

function entryOf(file: SourceFile, node: SyntaxNode): ManifestEntry {
  const entry = toRecord(staticValue(file, node));
  return {
    manifest: file.path,
    feature: featureOf(file.path) ?? '',
    line: lineAt(file, node.start),
    name: toText(entry['name']),
    file: toText(entry['file']),
    impact: toText(entry['impact']),
    trigger: toRecord(entry['trigger']),
  };
}

const nameIn = (node: SyntaxNode): string | undefined => toText(node['name']);
