import { deployedCode } from '../reading/rooms.ts';
import type { Law, SourceFile } from '../reading/source-tree.ts';
import { child, children, isNamed, lineAt, type SyntaxNode, syntaxOf, textOf, type Visit } from '../reading/syntax.ts';

const maker = 'adapters/dynamodb/table.ts';
const manifest = /^functions\/[^/]+\/manifest\.ts$/;

/** Keys and index names are made in one file; manifests name their prefixes. */
export const keysInOnePlace: Law = (tree) =>
  deployedCode(tree)
    .filter(({ path }) => path !== maker && !manifest.test(path))
    .flatMap((file) =>
      syntaxOf(file)
        .visits.filter((visit) => isKey(file, visit))
        .map(({ node }) => ({
          path: file.path,
          line: lineAt(file, node.start),
          rule: `keys and index names are made in ${maker} only`,
        })),
    );

function isKey(file: SourceFile, { node, parent }: Visit): boolean {
  if (node.type === 'Property') return isNamed(child(node, 'key'), 'IndexName') && isText(child(node, 'value'));
  const text = textOf(node);
  if (text === undefined) return false;
  // A bare `#` between two values glues a key together; in lib it is the anchor of a page.
  const isGlue = text === '#' && children(parent?.node, 'quasis').indexOf(node) > 0 && !file.path.startsWith('lib/');
  return isGlue || /\b[A-Z][A-Z_]+#/.test(text);
}

const isText = (node: SyntaxNode | undefined): boolean => node?.type === 'Literal' || node?.type === 'TemplateLiteral';
