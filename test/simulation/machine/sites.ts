import type { Json, JsonObject } from '../../../local/model.ts';

/**
 * What a call is about, without ids: `rooms META+PRESENCE`, `timers`, `p`. Together with the operation that makes it and the
 * AWS operation it names a call site.
 */
export function placeOf(service: string, operation: string, input: JsonObject): string {
  if (service === 'dynamodb') return tablePlace(operation, input);
  if (service === 'sqs') return lastPart(textOf(input['QueueUrl']), '/');
  if (service === 'scheduler') return textOf(input['Name']).split('-').slice(2).join('-');
  if (service === 'events') return 'bus';
  if (operation !== 'CreateMeeting') return '';
  return /-r\d+$/.test(textOf(input['ClientRequestToken'])) ? 'replica' : 'primary';
}

function tablePlace(operation: string, input: JsonObject): string {
  if (operation === 'TransactWriteItems') return kindsOf(listOf(input['TransactItems']).map(writtenOf));
  if (operation === 'BatchGetItem') return batchPlace(input);
  const table = tableOf(input);
  if (operation !== 'Query') return `${table} ${kindOf(objectOf(input['Key'] ?? input['Item']))}`;
  return `${table} ${textOf(input['IndexName']) || kindOfPartition(input)}`;
}

/** The parts of a transaction; what is only checked comes after what is written. */
function writtenOf(action: Json): { readonly table: string; readonly kind: string; readonly isCheck: boolean } {
  const [[name, part] = ['', {}]] = Object.entries(objectOf(action));
  const write = objectOf(part);
  return {
    table: tableOf(write),
    kind: kindOf(objectOf(write['Key'] ?? write['Item'])),
    isCheck: name === 'ConditionCheck',
  };
}

function kindsOf(parts: readonly ReturnType<typeof writtenOf>[]): string {
  const written = [...new Set(parts.filter(({ isCheck }) => !isCheck).map(({ kind }) => kind))];
  const tables = [...new Set(parts.filter(({ isCheck }) => !isCheck).map(({ table }) => table))];
  return `${tables.join('+')} ${written.join('+')}`;
}

function batchPlace(input: JsonObject): string {
  const entries = Object.entries(objectOf(input['RequestItems']));
  const places = entries.map(([table, ask]) => {
    const kinds = listOf(objectOf(ask)['Keys']).map((key) => kindOf(objectOf(key)));
    return `${lastPart(table, '-')} ${[...new Set(kinds)].join('+')}`;
  });
  return places.join(' ');
}

const tableOf = (input: JsonObject): string => lastPart(textOf(input['TableName']), '-');
/** META, MEMBER, SEAT …: the sort key's first word; an edge says of which kind by its partition, a booking before its colon. */
function kindOf(key: JsonObject): string {
  const sort = attributeOf(key['sk']).split('#')[0] ?? '';
  if (attributeOf(key['pk']).startsWith('LEDGER#')) return sort.split(':')[0] ?? '';
  return sort === 'EDGE' ? (attributeOf(key['pk']).split('#')[0] ?? '') : sort;
}
function kindOfPartition(input: JsonObject): string {
  const partition = attributeOf(objectOf(input['ExpressionAttributeValues'])[':pk']);
  return /#(FREE)\d$/.exec(partition)?.[1] ?? partition.split('#')[0] ?? '';
}

const attributeOf = (value: Json | undefined): string => textOf(objectOf(value)['S']);
const lastPart = (text: string, separator: string): string => text.slice(text.lastIndexOf(separator) + 1);
const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
export const objectOf = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? toObject(value) : {};
const toObject = (value: object) => value as JsonObject;
