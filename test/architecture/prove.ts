import { describe, expect, test } from 'vitest';
import { type Law, plant, realTree, show } from './reading/source-tree.ts';

type Plant = Readonly<Record<string, string>>;
type Proof = {
  /** Trees that break the law, with the `file:line` of every violation that must be found, and no other. */
  readonly breaks: Readonly<Record<string, { readonly files: Plant; readonly at: readonly string[] }>>;
  /** Their clean counterparts. */
  readonly keeps: Readonly<Record<string, Plant>>;
};

const tree = realTree();

/** A law counts once it holds on the repository and has been seen to find what it forbids. */
export function prove(title: string, law: Law, { breaks, keeps }: Proof): void {
  describe(title, () => {
    test('holds in the repository', () => expect(law(tree).map(show)).toEqual([]));
    test.each(Object.entries(breaks))('finds %s', (_, { files, at }) => {
      const found = law(plant(files)).map(({ path, line }) => `${path}:${line}`);
      expect(found.sort()).toEqual([...at].sort());
    });
    test.each(Object.entries(keeps))('lets pass %s', (_, files) => {
      expect(law(plant(files)).map(show)).toEqual([]);
    });
  });
}
