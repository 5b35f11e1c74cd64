/** What rooms are about. The list is what clients offer; a room may name another topic of the same form. */

import { allow, type Decision, refuse } from './refusal.ts';
import { textFrom } from './wording.ts';

export type Topic = { readonly id: string; readonly name: string; readonly description?: string };

export const topicIdPattern = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/;
const maxTopicCharacters = 40;

const names = [
  'Music',
  'Technology',
  'Business',
  'Sports',
  'News',
  'Gaming',
  'Science',
  'Arts',
  'Film',
  'Books',
  'Health',
  'Education',
];
export const defaultTopics: readonly Topic[] = names.map((name) => ({ id: name.toLowerCase(), name }));

/** The topics as stored: each once, in the order given. */
export function topicsFrom(topics: readonly string[], maxTopics: number): Decision<readonly string[]> {
  const read: string[] = [];
  for (const [at, topic] of topics.entries()) {
    const text = textFrom(`topics[${at}]`, topic, 1, maxTopicCharacters);
    if (!text.isAllowed) return text;
    if (!read.includes(text.value)) read.push(text.value);
  }
  if (read.length <= maxTopics) return allow(read);
  return refuse('invalid_field', { param: 'topics', message: `topics has more than ${maxTopics} entries.` });
}
