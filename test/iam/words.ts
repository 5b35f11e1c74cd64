import type { Touch } from '../../functions/runtime/manifest.ts';
import type { Ask } from '../../local/model.ts';

/** A grant in a few words, e.g. `rooms ROOM# get` or `audio CreateMeeting`: the same for what a manifest asks and for what a role is asked. */
export type Word = string;

const tableActions: Readonly<Record<string, string>> = {
  GetItem: 'get',
  BatchGetItem: 'get',
  Query: 'query',
  ConditionCheckItem: 'check',
  PutItem: 'put',
  UpdateItem: 'update',
  DeleteItem: 'delete',
};
const passing = 'scheduler PassRole';
const publishing = 'realtime publish';

/** What one touch of a manifest grants. */
export function wordsOfTouch(touch: Touch): Word[] {
  if ('prefix' in touch) return touch.may.map((action) => `${touch.table} ${touch.prefix} ${action}`);
  if ('index' in touch) return [`${touch.table} index ${touch.index}`];
  if ('audio' in touch) return touch.audio.map((action) => `audio ${action}`);
  if ('queue' in touch) return [`queue ${touch.queue}`];
  if ('secret' in touch) return [`secret ${touch.secret}`];
  // Signing and verifying take a key of the environment, and ask nobody.
  if ('realtime' in touch) return touch.realtime === 'publish' ? [publishing] : [];
  // Whoever makes schedules hands over the role they fire with.
  if ('scheduler' in touch) return [...touch.scheduler.map((action) => `scheduler ${action}`), passing];
  return ['bus put'];
}

/** What is asked of a role in one call; several words where a call names keys of several prefixes. */
export const wordsOfAsk = ({ action, resource, context }: Ask): Word[] =>
  (context?.['dynamodb:leadingkeys'] ?? [undefined]).map((key) => wordOf(action, resource, key));

/** One action on one resource, for one partition key or pattern of keys where there is one; in full when no touch grants it. */
export function wordOf(action: string, resource: string, key: string | undefined): Word {
  const [service = '', name = ''] = action.split(':');
  const index = /:table\/[^/]*?(\w+)\/index\/(.+)$/.exec(resource);
  if (index) return `${index[1]} index ${index[2]}`;
  const table = /:table\/[^/]*?(\w+)$/.exec(resource)?.[1];
  const tableAction = tableActions[name];
  if (service === 'dynamodb' && table && tableAction && key) return `${table} ${prefixOf(key)} ${tableAction}`;
  if (service === 'chime') return `audio ${name}`;
  if (service === 'scheduler') return `scheduler ${name}`;
  if (action === 'iam:PassRole') return passing;
  if (action === 'appsync:EventPublish') return publishing;
  if (action === 'events:PutEvents') return 'bus put';
  if (action === 'secretsmanager:GetSecretValue') return `secret ${secretIn(resource)}`;
  if (action === 'sqs:SendMessage') return `queue ${queueIn(resource)}`;
  return `${action} on ${resource}`;
}

/** `USER#1#x` and the pattern `USER#*` are both of the prefix `USER#`. */
const prefixOf = (key: string): string => key.slice(0, key.indexOf('#') + 1);

/** The service adds a dash and six characters to a secret's name. */
const secretIn = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1, -7).replace(/^rostrum-/, '');

/** Queue names in the account carry a prefix, and FIFO queues an ending. */
const queueIn = (arn: string): string =>
  arn
    .slice(arn.lastIndexOf(':') + 1)
    .replace(/\.fifo$/, '')
    .replace(/^rostrum-/, '');
