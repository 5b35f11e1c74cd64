import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { filesUnder } from './freshness.ts';

/** Where our own sources name exceptions of the services. */
const ownFolders = ['adapters', 'functions'];

/** The shape of an exception and the line after it that registers its class; both have side effects in esbuild's eyes. */
const registration = /^export var (\w+)\$ = (\[-3[^;]*\]);\n\w+_registry\.registerError\(\1\$, \1\);$/gm;

/**
 * Leaves out the classes of exceptions that no source of ours names: a client makes any other error out of its base
 * class with the same `name`, message and metadata. Exceptions cost 40 KB in a unit of four clients.
 */
export function withoutUnnamedExceptions(root: string): Plugin {
  const named = new Set(ownFolders.flatMap((folder) => exceptionsNamedIn(root, folder)));
  return {
    name: 'without-unnamed-exceptions',
    setup(build) {
      build.onLoad({ filter: /@aws-sdk\/client-[a-z-]+\/dist-es\/schemas\/schemas_0\.js$/ }, ({ path }) => ({
        contents: readFileSync(path, 'utf8').replace(registration, (lines, name: string, shape: string) =>
          named.has(name) || name.endsWith('ServiceException')
            ? lines
            : `export var ${name}$ = /* @__PURE__ */ (() => ${shape})();`,
        ),
        loader: 'js',
      }));
    },
  };
}

function exceptionsNamedIn(root: string, folder: string): string[] {
  return filesUnder(root, folder).flatMap(
    (file) => readFileSync(join(root, file), 'utf8').match(/\b[A-Z]\w+\b/g) ?? [],
  );
}
