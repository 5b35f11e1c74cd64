/** Rules for text that people write: NFC, no control characters, counted in characters as people count (code points). */

import { allow, type Decision, refuse } from './refusal.ts';

/** The text in the form it is stored in. */
export function normalText(text: string): string {
  return text.normalize('NFC');
}

export function characterCount(text: string): number {
  return [...normalText(text)].length;
}

/** What is wrong with a text, in words for people; undefined when it may stand. */
export function textProblem(text: string, minCharacters: number, maxCharacters: number): string | undefined {
  // A lone surrogate would be stored as another character than was sent.
  if (!text.isWellFormed()) return 'contains half a character';
  if (/\p{Cc}/u.test(text)) return 'contains control characters';
  if (minCharacters > 0 && text.trim() === '') return 'is empty';
  const count = characterCount(text);
  if (count < minCharacters) return `is shorter than ${minCharacters} characters`;
  return count > maxCharacters ? `is longer than ${maxCharacters} characters` : undefined;
}

/** Titles have 1 to `maxCharacters` characters; the limit is the policy's. */
export function titleProblem(text: string, maxCharacters: number): string | undefined {
  return textProblem(text, 1, maxCharacters);
}

/** The text as stored, or `invalid_field` that names the field and says what is wrong with it. */
export function textFrom(param: string, text: string, minCharacters: number, maxCharacters: number): Decision<string> {
  const problem = textProblem(text, minCharacters, maxCharacters);
  if (problem === undefined) return allow(normalText(text));
  return refuse('invalid_field', { param, message: `${param} ${problem}.` });
}

/** Language tags as browsers write them: `en`, `pt-BR`, `zh-Hant`. */
export function isLanguage(text: string): boolean {
  return /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(text);
}
