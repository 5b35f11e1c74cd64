/** The operator's own word on what people write: one pure function, called wherever a text is to be shown to others. */

import { allow, type Decision, refuse } from './refusal.ts';

/**
 * The text, unless one of the words stands in it: whole words or phrases, whatever their case, width and punctuation. An
 * operator who wants more (a list from elsewhere, other languages' joints) replaces this function. `param` names the field.
 */
export function filterText(text: string, words: readonly string[], param = 'text'): Decision<string> {
  const said = ` ${plainWords(text)} `;
  const isBlocked = words.some((word) => {
    const plain = plainWords(word);
    return plain !== '' && said.includes(` ${plain} `);
  });
  if (!isBlocked) return allow(text);
  return refuse('invalid_field', { param, message: `${param} has words that are not allowed here.` });
}

const plainWords = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '')
    .join(' ');
