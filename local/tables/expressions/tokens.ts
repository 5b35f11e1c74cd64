import { invalid } from '../refusals.ts';

export type TokenKind = 'word' | 'name' | 'value' | 'number' | 'symbol' | 'end';
export type Token = { readonly kind: TokenKind; readonly text: string; readonly at: number };

const PATTERN = /\s*(?:([A-Za-z_]\w*)|(#\w+)|(:\w+)|(\d+)|(<>|<=|>=|[()[\].,=<>+-]))/y;
const KINDS = ['word', 'name', 'value', 'number', 'symbol'] as const;
// Service limit: 4 KB for an expression's text.
const MAX_BYTES = 4096;

/** Cuts an expression into tokens; the last one is always `end`. */
export function cutTokens(text: string): readonly Token[] {
  if (text.trim() === '') throw invalid('The expression can not be empty;');
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BYTES)
    throw invalid(`Expression size has exceeded the maximum allowed size; expression size: ${bytes}`);
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  PATTERN.lastIndex = 0;
  while (PATTERN.lastIndex < end) {
    const from = PATTERN.lastIndex;
    const match = PATTERN.exec(text);
    if (match === null) throw syntaxError(text.slice(from).trim().charAt(0), text, from);
    const group = match.findIndex((part, at) => at > 0 && part !== undefined);
    const token = match[group] ?? '';
    tokens.push({ kind: KINDS[group - 1] ?? 'symbol', text: token, at: PATTERN.lastIndex - token.length });
  }
  tokens.push({ kind: 'end', text: '<EOF>', at: text.length });
  return tokens;
}

export function syntaxError(token: string, text: string, at: number): Error {
  const near = text.slice(Math.max(0, at - 10), at + 15).trim();
  return invalid(`Syntax error; token: "${token}", near: "${near}"`);
}

/** A place in the tokens of one expression, and the placeholders met on the way. */
export class TokenCursor {
  readonly names = new Set<string>();
  readonly values = new Set<string>();
  readonly #text: string;
  readonly #tokens: readonly Token[];
  /** Token positions of the group in parentheses that closed last. */
  closedGroup: { readonly open: number; readonly close: number } | undefined;
  place = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = cutTokens(text);
  }

  get next(): Token {
    return this.peek(0);
  }

  peek(ahead: number): Token {
    const token = this.#tokens[Math.min(this.place + ahead, this.#tokens.length - 1)];
    if (token === undefined) throw invalid('The expression can not be empty;');
    return token;
  }

  take(): Token {
    const token = this.next;
    this.place++;
    if (token.kind === 'name') this.names.add(token.text);
    if (token.kind === 'value') this.values.add(token.text);
    return token;
  }

  isWord(word: string): boolean {
    return this.next.kind === 'word' && this.next.text.toUpperCase() === word;
  }

  isSymbol(symbol: string): boolean {
    return this.next.kind === 'symbol' && this.next.text === symbol;
  }

  /** Takes the word or symbol if it comes next. */
  skip(text: string): boolean {
    const isNext = this.isSymbol(text) || this.isWord(text);
    if (isNext) this.take();
    return isNext;
  }

  expect(text: string): void {
    if (!this.skip(text)) throw this.unexpected();
  }

  unexpected(token = this.next): Error {
    return syntaxError(token.text, this.#text, token.at);
  }
}
