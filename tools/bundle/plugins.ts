import { builtinModules } from 'node:module';
import type { Plugin } from 'esbuild';

const everything = /.*/;

/** Serves the generated entries: `unit:<name>` is a file in the project's root that nobody wrote. */
export function unitEntries(root: string, texts: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'unit-entries',
    setup(build) {
      build.onResolve({ filter: /^unit:/ }, ({ path }) => ({ path: path.slice('unit:'.length), namespace: 'unit' }));
      build.onLoad({ filter: everything, namespace: 'unit' }, ({ path }) => ({
        contents: texts.get(path) ?? '',
        resolveDir: root,
        loader: 'js',
      }));
    },
  };
}

/**
 * Loads Node's builtins by `process.getBuiltinModule`. `import 'node:http'` reads every export getter, one of which
 * loads all of undici: 15 to 25 ms of a cold start. A CommonJS shell keeps named and default imports and reads none.
 */
export function builtinsByCall(): Plugin {
  const builtins = new Set(builtinModules);
  return {
    name: 'builtins-by-call',
    setup(build) {
      build.onResolve({ filter: /^(node:|[a-z0-9_]+(\/[a-z]+)?$)/ }, ({ path }) => {
        const isBuiltin = path.startsWith('node:') || builtins.has(path);
        return isBuiltin ? { path: path.replace(/^node:/, ''), namespace: 'builtin', sideEffects: false } : undefined;
      });
      build.onLoad({ filter: everything, namespace: 'builtin' }, ({ path }) => ({
        contents: `module.exports = process.getBuiltinModule(${JSON.stringify(`node:${path}`)});`,
        loader: 'js',
      }));
    },
  };
}
