import { importsOf } from '../reading/imports.ts';
import { deployedCode } from '../reading/rooms.ts';
import type { Law, SourceFile } from '../reading/source-tree.ts';
import { child, children, isNamed, lineAt, nameOf, syntaxOf, type Visit } from '../reading/syntax.ts';

const maker = 'functions/runtime/context.ts';
const dice = ['randomUUID', 'randomBytes', 'randomInt', 'getRandomValues', 'randomFillSync', 'randomFill'];

/** Clock and ids come from the context: functions, domain and adapters ask no clock and roll no dice of their own. */
export const clockAndChance: Law = (tree) =>
  deployedCode(tree)
    .filter(({ path }) => path !== maker && !path.startsWith('lib/'))
    .flatMap((file) =>
      [...uses(file), ...imports(file)].map(({ what, line }) => ({
        path: file.path,
        line,
        rule: `${what}: clock and ids come from the context, made in ${maker} only`,
      })),
    );

type Use = { readonly what: string; readonly line: number };

const uses = (file: SourceFile): Use[] =>
  syntaxOf(file).visits.flatMap((visit) => {
    const what = sourceOfChance(visit);
    return what === undefined ? [] : [{ what, line: lineAt(file, visit.node.start) }];
  });

const imports = (file: SourceFile): Use[] =>
  importsOf(file).flatMap(({ target, names, line }) =>
    /crypto$/.test(target) ? names.filter((name) => dice.includes(name)).map((what) => ({ what, line })) : [],
  );

function sourceOfChance({ node }: Visit): string | undefined {
  const isDate = isNamed(child(node, 'callee'), 'Date');
  if (node.type === 'NewExpression' && isDate && children(node, 'arguments').length === 0) return 'new Date()';
  if (node.type === 'CallExpression' && isDate) return 'Date()';
  if (node.type !== 'MemberExpression') return undefined;
  const [object, property] = [nameOf(child(node, 'object')), nameOf(child(node, 'property'))];
  if (object === 'Date' && property === 'now') return 'Date.now';
  if (object === 'Math' && property === 'random') return 'Math.random';
  const isCrypto = property !== undefined && dice.includes(property) && isCryptoObject(child(node, 'object'));
  return isCrypto ? property : undefined;
}

/** `crypto.` and `globalThis.crypto.`, but not the context's own `randomBytes`. */
const isCryptoObject = (node: ReturnType<typeof child>): boolean =>
  isNamed(node, 'crypto') || isNamed(child(node, 'property'), 'crypto');
