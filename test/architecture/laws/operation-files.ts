import { importsOf } from '../reading/imports.ts';
import { entriesOf, operationPath } from '../reading/manifest-entries.ts';
import type { Law, SourceFile, Violation } from '../reading/source-tree.ts';
import { child, isNamed, lineAt, nameOf, syntaxOf, type Visit } from '../reading/syntax.ts';

const globals = ['process', 'console'];
const sdk = /^npm:(@aws-sdk\/|@smithy\/|stripe|aws-|web-push)/;

/** An operation reads aloud as load, decide, write, effect, view: environment, wire, status codes and errors live elsewhere. */
export const operationFiles: Law = (tree) => {
  const paths = new Set(entriesOf(tree).map(operationPath));
  return tree.filter(({ path }) => paths.has(path)).flatMap((file) => [...foreignImports(file), ...foreignWords(file)]);
};

const foreignImports = (file: SourceFile): Violation[] =>
  importsOf(file)
    .filter(({ target, isTypeOnly }) => !isTypeOnly && sdk.test(target))
    .map(({ target, line }) => ({
      path: file.path,
      line,
      rule: `an operation holds no SDK import; this is ${target}`,
    }));

const foreignWords = (file: SourceFile): Violation[] =>
  syntaxOf(file).visits.flatMap((visit) => {
    const found = foreignWord(visit);
    return found === undefined
      ? []
      : [{ path: file.path, line: lineAt(file, visit.node.start), rule: `an operation holds no ${found}` }];
  });

function foreignWord({ node, field, parent }: Visit): string | undefined {
  if (node.type === 'TryStatement') return 'try/catch: one edge maps errors';
  if (node.type === 'CatchClause') return undefined;
  if (node.type === 'MemberExpression') {
    const isParsing = isNamed(child(node, 'object'), 'JSON') && isNamed(child(node, 'property'), 'parse');
    if (isParsing) return 'JSON.parse: the runtime hands it a checked input';
    if (isNamed(child(node, 'property'), 'catch')) return '.catch(): one edge maps errors';
  }
  if (node.type === 'Identifier' && globals.includes(nameOf(node) ?? '') && isFree(field, parent)) return nameOf(node);
  if (node.type === 'Property' && isStatusCode(nameOf(child(node, 'key')), child(node, 'value')?.['value']))
    return 'status code: the manifest and the refusal table hold them';
  return undefined;
}

const isStatusCode = (key: string | undefined, value: unknown): boolean =>
  key === 'statusCode' || (key === 'status' && typeof value === 'number');

/** A name that stands for a value, not the key of a property or the member after a dot. */
const isFree = (field: string, parent: Visit | undefined): boolean =>
  field !== 'property' && !(field === 'key' && parent?.node.type === 'Property');
