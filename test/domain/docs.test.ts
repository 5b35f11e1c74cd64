import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

describe('printed pages', () => {
  it('are what the tables of the domain say', () => {
    expect(() => execFileSync(process.execPath, ['tools/print-docs.ts', '--check'], { stdio: 'pipe' })).not.toThrow();
  });
});
