import { type AttributeValue, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openWorld, type World } from './tables-client.ts';

type Values = Record<string, AttributeValue>;
const Key = { pk: { S: 'ROOM#1' }, sk: { S: 'META' } };
const STORED: Values = {
  ...Key,
  title: { S: 'Jazz night' },
  count: { N: '10' },
  price: { N: '9.99' },
  tags: { SS: ['jazz', 'live'] },
  levels: { NS: ['1', '2'] },
  cover: { B: new Uint8Array([1, 2, 3]) },
  open: { BOOL: true },
  nothing: { NULL: true },
  list: { L: [{ S: 'a' }, { N: '2' }, { S: 'c' }] },
  stage: { M: { host: { S: 'u1' }, seats: { L: [{ M: { user: { S: 'u2' } } }] } } },
};
const names = (text: string): Record<string, string> | undefined => {
  const all = { '#count': 'count', '#open': 'open', '#list': 'list', '#u': 'user' };
  const used = Object.entries(all).filter(([name]) => text.includes(name));
  return used.length > 0 ? Object.fromEntries(used) : undefined;
};
let world: World;
beforeEach(async () => {
  world = openWorld();
  await world.client.send(new PutItemCommand({ TableName: 'rooms', Item: STORED }));
});
afterEach(() => world.close());

function putIf(ConditionExpression: string, values: Values): Promise<unknown> {
  const ExpressionAttributeValues = Object.keys(values).length > 0 ? values : undefined;
  const ExpressionAttributeNames = names(ConditionExpression);
  const input = {
    TableName: 'rooms',
    Item: STORED,
    ConditionExpression,
    ExpressionAttributeNames,
    ExpressionAttributeValues,
  };
  return world.client.send(new PutItemCommand(input));
}

async function update(UpdateExpression: string, values: Values = {}): Promise<Values> {
  const ExpressionAttributeValues = Object.keys(values).length > 0 ? values : undefined;
  const ExpressionAttributeNames = names(UpdateExpression);
  const input = { TableName: 'rooms', Key, UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues };
  const { Attributes } = await world.client.send(new UpdateItemCommand({ ...input, ReturnValues: 'ALL_NEW' }));
  return Attributes ?? {};
}

describe('conditions', () => {
  test.each<[string, Values, boolean]>([
    ['title = :v', { ':v': { S: 'Jazz night' } }, true],
    ['title = :v', { ':v': { S: 'jazz night' } }, false],
    ['#count > :v', { ':v': { N: '9' } }, true],
    ['#count > :v', { ':v': { N: '9.9999999999999999999' } }, true],
    ['#count > :v', { ':v': { S: '9' } }, false],
    ['price BETWEEN :a AND :b', { ':a': { N: '9.98' }, ':b': { N: '10' } }, true],
    ['#count IN (:a, :b)', { ':a': { N: '1' }, ':b': { N: '1e1' } }, true],
    ['gone = :v', { ':v': { S: 'x' } }, false],
    ['gone <> :v', { ':v': { S: 'x' } }, true],
    ['NOT gone < :v', { ':v': { N: '1' } }, true],
    ['attribute_exists(stage.seats[0].#u)', {}, true],
    ['attribute_exists(stage.seats[1])', {}, false],
    ['attribute_not_exists(gone) AND attribute_exists(title)', {}, true],
    ['attribute_type(tags, :t)', { ':t': { S: 'SS' } }, true],
    ['begins_with(title, :v)', { ':v': { S: 'Jazz' } }, true],
    ['begins_with(cover, :v)', { ':v': { B: new Uint8Array([1, 2]) } }, true],
    ['contains(title, :v)', { ':v': { S: 'night' } }, true],
    ['contains(tags, :v)', { ':v': { S: 'jazz' } }, true],
    ['contains(tags, :v)', { ':v': { S: 'jaz' } }, false],
    ['contains(levels, :v)', { ':v': { N: '2.0' } }, true],
    ['contains(#list, :v)', { ':v': { N: '2' } }, true],
    ['size(title) = :v', { ':v': { N: '10' } }, true],
    ['size(tags) <= :v', { ':v': { N: '2' } }, true],
    ['size(cover) = :v', { ':v': { N: '3' } }, true],
    ['size(gone) >= :v', { ':v': { N: '0' } }, false],
    ['tags = :v', { ':v': { SS: ['live', 'jazz'] } }, true],
    ['tags = :v', { ':v': { SS: ['live', 'rock'] } }, false],
    ['stage.host = :h', { ':h': { S: 'u1' } }, true],
    ['#open = :t and not nothing = :t', { ':t': { BOOL: true } }, true],
    ['title = :n OR title = :v AND #count = :n', { ':v': { S: 'x' }, ':n': { N: '10' } }, false],
    ['(title = :n OR #count = :n) AND (price > :n OR :n > price)', { ':n': { N: '10' } }, true],
  ])('%s with %j is %s', async (expression, values, isMet) => {
    const put = putIf(expression, values);
    if (isMet) await put;
    else await expect(put).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });

  test.each<[string, Values, string]>([
    ['', {}, 'The expression can not be empty'],
    ['title == :v', { ':v': { S: 'x' } }, 'Syntax error; token: "="'],
    ['title = ', {}, 'Syntax error; token: "<EOF>"'],
    ['title', {}, 'Syntax error'],
    ['status = :v', { ':v': { S: 'x' } }, 'Attribute name is a reserved keyword; reserved keyword: status'],
    ['title = :gone', {}, 'value used in expression is not defined; attribute value: :gone'],
    ['#gone = :v', { ':v': { S: 'x' } }, 'name used in the document path is not defined; attribute name: #gone'],
    ['title = :v', { ':v': { S: 'x' }, ':w': { S: 'y' } }, 'unused in expressions: keys: {:w}'],
    ['((title = :v))', { ':v': { S: 'x' } }, 'redundant parentheses'],
    ['is_new(title)', {}, 'Invalid function name; function: is_new'],
    ['size(title)', {}, 'not allowed to be used this way in an expression; function: size'],
    ['contains(title)', {}, 'Incorrect number of operands for operator or function; operator or function: contains'],
    ['attribute_exists(:v)', { ':v': { S: 'x' } }, 'requires a document path; operator or function: attribute_exists'],
    ['title < :v', { ':v': { BOOL: true } }, 'operator: <, operand type: BOOL'],
    ['begins_with(title, :v)', { ':v': { N: '1' } }, 'begins_with, operand type: N'],
    [
      'price BETWEEN :b AND :a',
      { ':a': { N: '1' }, ':b': { N: '2' } },
      'upper bound to be greater than or equal to lower',
    ],
    ['title = title', {}, 'The first operand must be distinct'],
    ['attribute_type(title, :v)', { ':v': { S: 'TEXT' } }, 'Invalid attribute type name found; type: TEXT'],
  ])('the condition "%s" with %j is refused', async (expression, values, message) => {
    await expect(putIf(expression, values)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
  });
});

describe('updates', () => {
  test.each<[string, Values, Values]>([
    ['SET #count = #count - :n', { ':n': { N: '0.5' } }, { count: { N: '9.5' } }],
    ['SET fresh = if_not_exists(fresh, :n) + :n', { ':n': { N: '1' } }, { fresh: { N: '2' } }],
    ['SET #count = if_not_exists(#count, :n)', { ':n': { N: '1' } }, { count: { N: '10' } }],
    [
      'SET #list = list_append(:l, #list)',
      { ':l': { L: [{ S: 'z' }] } },
      { list: { L: [{ S: 'z' }, { S: 'a' }, { N: '2' }, { S: 'c' }] } },
    ],
    [
      'SET #list[9] = :v, #list[7] = :w, #list[1] = :v',
      { ':v': { S: 'v' }, ':w': { S: 'w' } },
      { list: { L: [{ S: 'a' }, { S: 'v' }, { S: 'c' }, { S: 'w' }, { S: 'v' }] } },
    ],
    ['REMOVE #list[0], #list[2]', {}, { list: { L: [{ N: '2' }] } }],
    ['SET #list[1] = :v REMOVE #list[0]', { ':v': { S: 'v' } }, { list: { L: [{ S: 'v' }, { S: 'c' }] } }],
    ['SET title = price, price = title', {}, { title: { N: '9.99' }, price: { S: 'Jazz night' } }],
    [
      'SET stage.seats[0].#u = :v',
      { ':v': { S: 'u9' } },
      { stage: { M: { host: { S: 'u1' }, seats: { L: [{ M: { user: { S: 'u9' } } }] } } } },
    ],
    ['REMOVE stage.host', {}, { stage: { M: { seats: { L: [{ M: { user: { S: 'u2' } } }] } } } }],
    [
      'ADD #count :n, tags :t',
      { ':n': { N: '-10' }, ':t': { SS: ['jazz', 'new'] } },
      { count: { N: '0' }, tags: { SS: ['jazz', 'live', 'new'] } },
    ],
    ['DELETE tags :t', { ':t': { SS: ['jazz', 'other'] } }, { tags: { SS: ['live'] } }],
    [
      'ADD stage.amount :n',
      { ':n': { N: '1' } },
      { stage: { M: { host: { S: 'u1' }, seats: { L: [{ M: { user: { S: 'u2' } } }] }, amount: { N: '1' } } } },
    ],
  ])('%s with %j', async (expression, values, changed) => {
    expect(await update(expression, values)).toEqual({ ...STORED, ...changed });
  });

  test('a set that loses its last member goes away', async () => {
    const { tags: _gone, ...rest } = STORED;
    expect(await update('DELETE tags :t', { ':t': { SS: ['jazz', 'live'] } })).toEqual(rest);
  });

  test('an update of an item that is not there makes it', async () => {
    const other = { pk: { S: 'ROOM#2' }, sk: { S: 'META' } };
    const input = {
      TableName: 'rooms',
      Key: other,
      UpdateExpression: 'ADD seen :n',
      ExpressionAttributeValues: { ':n': { N: '3' } },
    };
    const { Attributes } = await world.client.send(new UpdateItemCommand({ ...input, ReturnValues: 'ALL_NEW' }));
    expect(Attributes).toEqual({ ...other, seen: { N: '3' } });
  });
});

describe('refused updates', () => {
  test.each<[string, Values, string]>([
    ['SET pk = :v', { ':v': { S: 'x' } }, 'Cannot update attribute pk. This attribute is part of the key'],
    ['SET a = :v SET b = :v', { ':v': { S: 'x' } }, 'The "SET" section can only be used once'],
    ['SET stage = :v, stage.host = :v', { ':v': { S: 'x' } }, 'Two document paths overlap'],
    ['SET stage.host = :v, stage[0] = :v', { ':v': { S: 'x' } }, 'Two document paths conflict'],
    ['SET title.deep = :v', { ':v': { S: 'x' } }, 'document path provided in the update expression is invalid'],
    ['SET gone.deep = :v', { ':v': { S: 'x' } }, 'document path provided in the update expression is invalid'],
    ['SET a = gone', {}, 'refers to an attribute that does not exist in the item'],
    ['SET a = title + :n', { ':n': { N: '1' } }, 'An operand in the update expression has an incorrect data type'],
    ['SET a = #count + :s', { ':s': { S: '1' } }, 'operator or function: +, operand type: S'],
    ['SET a = list_append(#list, :n)', { ':n': { N: '1' } }, 'list_append, operand type: N'],
    ['ADD title :n', { ':n': { N: '1' } }, 'An operand in the update expression has an incorrect data type'],
    ['ADD #count :s', { ':s': { S: 'x' } }, 'operator: ADD, operand type: STRING'],
    ['DELETE tags :n', { ':n': { N: '1' } }, 'operator: DELETE, operand type: NUMBER'],
    ['SET hostId = :n', { ':n': { N: '1' } }, 'update the secondary index key to unsupported type'],
    ['SET a = min(:n)', { ':n': { N: '1' } }, 'Invalid function name; function: min'],
    ['RAISE title :n', { ':n': { N: '1' } }, 'Syntax error; token: "RAISE"'],
  ])('the update "%s" with %j is refused and changes nothing', async (expression, values, message) => {
    await expect(update(expression, values)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
    expect(world.tables.snapshot('rooms')).toHaveLength(1);
    await putIf('size(stage) = :two', { ':two': { N: '2' } });
  });
});
