import type { Operation } from './engine.ts';
import { batchGetItem } from './operations/batch-get.ts';
import { batchWriteItem } from './operations/batch-write.ts';
import { describeTable, listTables } from './operations/describe.ts';
import { getItem, transactGetItems } from './operations/item-reads.ts';
import { deleteItem, putItem, updateItem } from './operations/item-writes.ts';
import { query, scan } from './operations/query.ts';
import { transactWriteItems } from './operations/transact-write.ts';

/** All that the table engine answers; every other call is refused by its name. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['PutItem', putItem],
  ['GetItem', getItem],
  ['UpdateItem', updateItem],
  ['DeleteItem', deleteItem],
  ['Query', query],
  ['Scan', scan],
  ['BatchGetItem', batchGetItem],
  ['BatchWriteItem', batchWriteItem],
  ['TransactWriteItems', transactWriteItems],
  ['TransactGetItems', transactGetItems],
  ['DescribeTable', describeTable],
  ['ListTables', listTables],
]);
