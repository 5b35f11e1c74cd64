import { DeleteMeetingCommand, ListAttendeesCommand } from '@aws-sdk/client-chime-sdk-meetings';
import { GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createStage, openMeeting, put } from './wire-stage.ts';

const stage = createStage();
const { performed, logged, calls, database, media } = stage;
beforeAll(() => stage.open());
beforeEach(() => stage.reset());
afterAll(() => stage.close());

const get = new GetItemCommand({ TableName: 'rooms', Key: { pk: { S: 'x' } } });

test('a granted call reaches its service and is counted with its cause, table and units', async () => {
  const client = database();
  client.middlewareStack.add(
    (next) => (args) => {
      const request: unknown = args.request;
      if (typeof request === 'object' && request !== null && 'headers' in request) {
        Object.assign(request.headers ?? {}, { 'x-rostrum-cause': 'req-1;root-2' });
      }
      return next(args);
    },
    { step: 'build' },
  );
  const answer = await client.send(put('a'));
  expect(answer.Attributes).toEqual({ ok: { BOOL: true } });
  expect(answer.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  const { at, durationMs, ...line } = calls.list()[0] ?? { at: 0, durationMs: 0 };
  expect(line).toEqual({
    requestId: 'req-1',
    causedBy: 'root-2',
    function: 'join',
    service: 'dynamodb',
    operation: 'PutItem',
    table: 'rooms',
    readUnits: 0.5,
    writeUnits: 2,
  });
});

test('a call that the role does not grant is denied in the words of AWS, and has no effect', async () => {
  const denied = await media()
    .send(new DeleteMeetingCommand({ MeetingId: 'm' }))
    .catch(String);
  expect(denied).toBe(
    'AccessDeniedException: User: arn:aws:sts::000000000000:assumed-role/join-role/join is not authorized to perform: ' +
      'chime:DeleteMeeting on resource: * because no identity-based policy allows the chime:DeleteMeeting action',
  );
  expect(performed).toEqual([]);
  expect(calls.list()[0]).toMatchObject({ operation: 'DeleteMeeting', error: 'AccessDeniedException' });
});

test('a policy beyond the local check denies, and says so in the log', async () => {
  await expect(database().send(get)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  expect(logged.join()).toMatch(/DateLessThan|aws:currenttime/);
});

test('a policy beyond the local check is named at the start, before anybody calls', () => {
  expect(stage.loggedAtStart).toEqual([expect.stringMatching(/join-role.*aws:currenttime/)]);
});

test('the operator may do everything', async () => {
  await media('OPERATOR').send(new DeleteMeetingCommand({ MeetingId: 'm' }));
  await database('OPERATOR').send(get);
  expect(performed).toEqual(['DeleteMeeting', 'GetItem']);
  expect(calls.list().map((call) => call.function)).toEqual(['operator', 'operator']);
});

test('a key that nobody has is refused', async () => {
  await expect(database('STRANGER').send(put('a'))).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
    $metadata: { httpStatusCode: 403 },
  });
  await expect(media('STRANGER').send(openMeeting)).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  const unsigned = await fetch(`${stage.origin()}/aws/dynamodb/`, { method: 'POST', body: '{}' });
  expect([unsigned.status, await unsigned.json()]).toMatchObject([403, { message: 'Missing Authentication Token' }]);
});

test('answers of a REST service keep their status and their body', async () => {
  const answer = await media().send(openMeeting);
  expect(answer.Meeting?.MeetingId).toBe('m-1');
  expect(answer.$metadata.httpStatusCode).toBe(201);
});

test('a refusal of the service arrives as its own error with all it carries', async () => {
  await expect(database().send(put('taken'))).rejects.toMatchObject({
    name: 'ConditionalCheckFailedException',
    message: 'The conditional request failed',
    Item: { pk: { S: 'taken' } },
  });
});

test('a refusal of a REST service is named in a header and explained in the body', async () => {
  const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=OPERATOR/20300101/us-east-1/chime/aws4_request' };
  const close = () => fetch(`${stage.origin()}/aws/chime/meetings/m`, { method: 'DELETE', headers });
  expect((await close()).status).toBe(204);
  const again = await close();
  expect([again.status, again.headers.get('x-amzn-errortype')]).toEqual([404, 'NotFoundException']);
  expect(await again.json()).toEqual({ Code: 'NotFoundException', Message: 'Meeting not found', RequestId: 'r-1' });
});

test('a call that no stand-in knows is refused loudly by name', async () => {
  await expect(database('OPERATOR').send(new ListTablesCommand({}))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 501 },
    message: expect.stringContaining('DynamoDB_20120810.ListTables'),
  });
  await expect(media('OPERATOR').send(new ListAttendeesCommand({ MeetingId: 'm' }))).rejects.toMatchObject({
    message: expect.stringContaining('GET /meetings/m/attendees'),
  });
  const other = await fetch(`${stage.origin()}/aws/s3/bucket`, { method: 'PUT' });
  expect([other.status, await other.text()]).toEqual([501, expect.stringContaining('s3')]);
});

test('a bug in a stand-in is an answer of 500, a line in the log and nothing worse', async () => {
  await expect(database().send(put('crash'))).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
  expect(logged.join()).toContain('a bug');
});

test('other paths are not the wire front’s', async () => {
  const answer = await fetch(`${stage.origin()}/v1/me`);
  expect(await answer.text()).toBe('not ours');
});
