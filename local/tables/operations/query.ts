import type { Operation } from '../engine.ts';
import type { Condition, Operand } from '../expressions/condition-grammar.ts';
import { resolvePath, type Scope } from '../expressions/scope.ts';
import { invalid } from '../refusals.ts';
import { allowOnly } from '../request.ts';
import { namesOf } from '../store/keys.ts';
import { answerPage, readPageRequest } from './page.ts';
import { stretchOf } from './query-stretch.ts';

const PAGE = [
  'TableName',
  'IndexName',
  'FilterExpression',
  'ProjectionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ConsistentRead',
  'Limit',
  'ExclusiveStartKey',
  'Select',
  'ReturnConsumedCapacity',
];
const ALLOWED_QUERY = new Set([...PAGE, 'KeyConditionExpression', 'ScanIndexForward']);
const ALLOWED_SCAN = new Set(PAGE);

export const query: Operation = (engine, input) => {
  allowOnly(input, 'Query', ALLOWED_QUERY);
  const request = readPageRequest(engine, input);
  const { keyTests, filter, scope } = request.expressions;
  if (keyTests === undefined)
    throw invalid('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.');
  const names = namesOf(request.schema);
  const inFilter = filter && [...headsOf(filter, scope)].find((head) => names.includes(head));
  if (inFilter !== undefined)
    throw invalid(`Filter Expression can only contain non-primary key attributes: Primary key attribute: ${inFilter}`);
  return answerPage(request, stretchOf(request.schema, keyTests));
};

/** For operators: no role of the product may scan. */
export const scan: Operation = (engine, input) => {
  allowOnly(input, 'Scan', ALLOWED_SCAN);
  return answerPage(readPageRequest(engine, input), { hasBegun: () => true, hasEnded: () => false });
};

/** The top-level attributes that a condition looks at. */
function headsOf(condition: Condition, scope: Scope): ReadonlySet<string> {
  const operands = operandsOf(condition);
  return new Set(operands.flatMap((operand) => headOf(operand, scope)));
}

function operandsOf(condition: Condition): readonly Operand[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...operandsOf(condition.left), ...operandsOf(condition.right)];
    case 'not':
      return operandsOf(condition.condition);
    case 'compare':
      return [condition.left, condition.right];
    case 'between':
      return [condition.of, condition.low, condition.high];
    case 'in':
      return [condition.of, ...condition.among];
    case 'exists':
    case 'absent':
      return [{ kind: 'path', path: condition.path }];
    default:
      return [condition.of, condition.operand];
  }
}

function headOf(operand: Operand, scope: Scope): readonly string[] {
  if (operand.kind === 'size') return headOf(operand.of, scope);
  return operand.kind === 'path' ? resolvePath(operand.path, scope).slice(0, 1).map(String) : [];
}
