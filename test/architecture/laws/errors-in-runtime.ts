import { allCode, deployedCode } from '../reading/rooms.ts';
import type { Law, SourceTree } from '../reading/source-tree.ts';
import { child, lineAt, nameOf, type SyntaxNode, visitsOf } from '../reading/syntax.ts';

const classTypes = ['ClassDeclaration', 'ClassExpression'];

/** One Error subclass carries a Refusal, and it lives in functions/runtime; the rest throws what it got. */
export const errorsInRuntime: Law = (tree) => {
  const errors = errorNames(tree);
  return deployedCode(tree)
    .filter(({ path }) => !path.startsWith('functions/runtime/'))
    .flatMap((file) =>
      visitsOf(file, ...classTypes)
        .filter(({ node }) => errors.has(parentName(node) ?? ''))
        .map(({ node }) => ({
          path: file.path,
          line: lineAt(file, node.start),
          rule: `only functions/runtime has an Error subclass; this extends ${parentName(node)}`,
        })),
    );
};

/** Names of built-in errors and of classes that extend one, however far down. */
function errorNames(tree: SourceTree): ReadonlySet<string> {
  const classes = allCode(tree).flatMap((file) => visitsOf(file, ...classTypes).map(({ node }) => node));
  const found = new Set(['Error', 'TypeError', 'RangeError', 'SyntaxError', 'AggregateError']);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const node of classes) {
      const name = nameOf(child(node, 'id'));
      if (name !== undefined && found.has(parentName(node) ?? '')) found.add(name);
    }
  }
  return found;
}

const parentName = (node: SyntaxNode): string | undefined => {
  const parent = child(node, 'superClass');
  return nameOf(parent) ?? nameOf(child(parent, 'property'));
};
