import type * as z from 'zod/mini';
import type { HttpEvent } from './http.ts';
import { stop } from './refusal-error.ts';

/** Path, query and body as one object through the operation's schema; the first problem is refused by its field's name. */
export function parseInput<Input extends z.ZodMiniType>(schema: Input, event: HttpEvent): z.infer<Input> {
  const body = event.body ?? {};
  if (typeof body !== 'object' || Array.isArray(body))
    stop('invalid_field', { param: 'body', message: 'The body must be a JSON object.' });
  return parseWith(schema, { ...event.queryStringParameters, ...body, ...event.pathParameters });
}

/** The detail of an event from outside, by the rules of a body. */
export const parseDetail = <Input extends z.ZodMiniType>(schema: Input, detail: unknown): z.infer<Input> =>
  parseWith(schema, detail);

function parseWith<Input extends z.ZodMiniType>(schema: Input, value: unknown): z.infer<Input> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const param = issue?.path.map(String).join('.') || 'body';
  return stop(codeOf(param), { param, message: `${param} ${issue ? sentenceOf(issue) : 'is not usable'}.` });
}

const codeOf = (param: string) => (param === 'cursor' ? 'malformed_cursor' : 'invalid_field');

type Issue = z.core.$ZodIssue;

/** zod/mini carries no messages of its own: these name the reason without quoting what was sent. */
function sentenceOf(issue: Issue): string {
  if (issue.code === 'invalid_type') return `must be ${article(issue.expected)}`;
  if (issue.code === 'too_big') return `must have at most ${issue.maximum}${unitOf(issue.origin)}`;
  if (issue.code === 'too_small') return `must have at least ${issue.minimum}${unitOf(issue.origin)}`;
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'custom' && issue.message && issue.message !== 'Invalid input') return issue.message;
  return 'has a wrong form';
}

const article = (type: string): string => (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`);
const unitOf = (origin: string): string =>
  origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : ' as its value';
