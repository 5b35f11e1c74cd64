import { describe, expect, it } from 'vitest';
import { isLanguage, textFrom, titleProblem } from '../../domain/wording.ts';
import { codeOf, granted } from './given.ts';

describe('titles', () => {
  it.each([
    ['one character', 'a', undefined],
    ['70 characters', 'a'.repeat(70), undefined],
    ['71 characters', 'a'.repeat(71), 'is longer than 70 characters'],
    ['70 emoji, each two code units', '😂'.repeat(70), undefined],
    ['71 emoji', '😂'.repeat(71), 'is longer than 70 characters'],
    ['70 letters with a separate accent, one character each when composed', 'e\u0301'.repeat(70), undefined],
    ['nothing', '', 'is empty'],
    ['blanks only', '  ', 'is empty'],
    ['a line break', 'a\nb', 'contains control characters'],
    ['a null character', 'a\u0000', 'contains control characters'],
    ['a C1 control character', 'a\u0085', 'contains control characters'],
    ['half of an emoji', 'a\ud83d', 'contains half a character'],
    ['an emoji joined of several', '👩‍👩‍👧', undefined],
  ])('with %s', (_, title, problem) => {
    expect(titleProblem(title, 70)).toBe(problem);
  });

  it('are stored composed, so that equal words are equal', () => {
    expect(granted(textFrom('title', 'Cafe\u0301', 1, 70))).toBe('Café');
  });

  it('are refused with the field and the reason', () => {
    const decision = textFrom('title', '', 1, 70);
    expect(decision).toMatchObject({ refusal: { code: 'invalid_field', param: 'title', message: 'title is empty.' } });
  });
});

describe('languages', () => {
  it.each(['en', 'pt-BR', 'zh-Hant', 'gsw', 'zh-Hant-TW'])('%s is a language', (tag) =>
    expect(isLanguage(tag)).toBe(true),
  );
  it.each(['', 'e', 'english', 'en_US', 'EN', 'en-'])('%j is none', (tag) => expect(isLanguage(tag)).toBe(false));
});

it('an optional text may be empty and still has a limit', () => {
  expect(granted(textFrom('bio', '', 0, 160))).toBe('');
  expect(codeOf(textFrom('bio', 'x'.repeat(161), 0, 160))).toBe('invalid_field');
});
