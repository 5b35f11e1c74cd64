import { isCode, roomOf } from '../reading/rooms.ts';
import type { Law } from '../reading/source-tree.ts';
import { lineAt, syntaxOf, type Visit } from '../reading/syntax.ts';

/** A domain module decides in one go: no classes, nothing awaited. */
export const domainIsPlain: Law = (tree) =>
  tree
    .filter(({ path }) => roomOf(path) === 'domain' && isCode(path))
    .flatMap((file) =>
      syntaxOf(file)
        .visits.filter((visit) => isHeavy(visit))
        .map(({ node }) => ({
          path: file.path,
          line: lineAt(file, node.start),
          rule: 'a domain module is synchronous and has no classes',
        })),
    );

const isHeavy = ({ node }: Visit): boolean =>
  /^(Class(Declaration|Expression)|AwaitExpression)$/.test(node.type) || node['async'] === true;
