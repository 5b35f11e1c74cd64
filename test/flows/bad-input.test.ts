import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { features } from '../../functions/manifest.ts';
import type { CloudModel } from '../../local/model.ts';
import { type HttpOperation, readOperation } from '../../tools/openapi/operation.ts';
import { badBodyValues, badPathValues, badQueryValues, type Field, fieldsOf } from '../given/bad-values.ts';
import { goodBodies } from '../given/good-bodies.ts';
import { everythingStored, goLive, schedule } from '../given/stories.ts';
import { openWorld, type Person, type World } from '../world.ts';
import { type LiveRooms, liveRooms } from './live-room.ts';

const entries = features.flatMap(({ feature, operations }) =>
  operations.flatMap((entry) => ('http' in entry.trigger ? [{ ...entry, trigger: entry.trigger, feature }] : [])),
);
const operations = await Promise.all(entries.map(readOperation));

let world: World;
let host: Person;
let live: string;
let planned: string;
let stored: readonly string[];
let rooms: LiveRooms;
beforeAll(async () => {
  world = await openWorld({ changeModel: withoutSweep });
  host = await world.person('ada', { followers: 600, roles: ['moderator'] });
  [live, planned] = [await goLive(host), await schedule(world, host)];
  // Looking at what is stored takes time, and a host who is not heard for minutes loses the room.
  rooms = liveRooms(world);
  await rooms.enter((await host.post(`/v1/rooms/${live}/join`)).body);
  stored = await everythingStored(world);
});
afterAll(() => {
  rooms.leaveAll();
  return world.close();
});

/** The sweep writes when a room was last heard of every ten minutes, and these tests take longer: it stays away. */
const withoutSweep = (model: CloudModel): CloudModel => ({
  ...model,
  rules: model.rules.filter(({ targets }) => !targets.some(({ arn }) => arn.endsWith('sweep'))),
});

type Request = { readonly path: string; readonly body?: string; readonly headers?: Readonly<Record<string, string>> };

async function send({ method }: HttpOperation, { path, body, headers }: Request) {
  const response = await fetch(`${world.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${host.token}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const fieldCodes: readonly string[] = ['invalid_field', 'malformed_cursor', 'not_available_yet'];
type Wanted = { readonly title: string; readonly codes?: readonly string[]; readonly param?: string };

/** Sends what must be refused, and looks that the refusal has code, parameter and request id. */
async function refuses(operation: HttpOperation, request: Request, wanted: Wanted): Promise<void> {
  const answer = await send(operation, request);
  const told = `${operation.method} ${request.path.slice(0, 80)} with ${wanted.title}: ${answer.status} ${answer.text.slice(0, 300)}`;
  expect([answer.status >= 400 && answer.status < 500, answer.headers.has('x-request-id')], told).toEqual([true, true]);
  const { error } = JSON.parse(answer.text);
  expect(wanted.codes ?? fieldCodes, told).toContain(error.code);
  if (wanted.param) expect(`${error.param}`.split(/[.[]/)[0], told).toBe(wanted.param);
  expect(error.requestId, told).toBe(answer.headers.get('x-request-id'));
}

/** Nothing was written since the beginning; it stays the measure of what follows. */
const expectNothingWritten = async () => expect(await everythingStored(world)).toEqual(stored);

/** The path with every part in place; `given` replaces one of them. */
function pathOf({ method, path }: HttpOperation, given: Readonly<Record<string, string>> = {}): string {
  const good: Record<string, string> = {
    roomId: path.endsWith('start') || method === 'PATCH' ? planned : live,
    userId: host.userId,
    handle: 'ada',
    messageId: 'msg_0000000000000',
    pinId: 'pin_0000000000000',
    reportId: 'rpt_0000000000000',
  };
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(given[name] ?? good[name] ?? ''));
}
const isInPath = ({ path }: HttpOperation, { name }: Field) => path.includes(`{${name}}`);
const hasBody = ({ method }: HttpOperation) => ['POST', 'PUT', 'PATCH'].includes(method);
const others = (operation: HttpOperation) => fieldsOf(operation.input).filter((field) => !isInPath(operation, field));
const goodBody = ({ entry }: HttpOperation): Record<string, unknown> => goodBodies[entry.name] ?? {};
/** What some fields are refused with when they are texts, and no text will do. */
const ownCodes: Readonly<Record<string, string>> = {
  emoji: 'reaction_unknown',
  url: 'link_not_allowed',
  amount: 'price_out_of_range',
  currency: 'currency_unsupported',
};

const withPath = operations.filter(({ path }) => path.includes('{'));
const withFields = operations.filter((operation) => hasBody(operation) && others(operation).length > 0);
const withQuery = operations.filter((operation) => !hasBody(operation) && others(operation).length > 0);
const named = (list: readonly HttpOperation[]) => list.map((operation) => [operation.entry.name, operation] as const);

describe('fields of a body', () => {
  it.each(named(withFields))(
    '%s refuses every value of a wrong kind, too long or not allowed',
    async (_name, operation) => {
      for (const field of others(operation)) {
        for (const { title, value } of badBodyValues(field)) {
          const body = JSON.stringify({ ...goodBody(operation), [field.name]: value });
          await refuses(
            operation,
            { path: pathOf(operation), body },
            {
              title: `${field.name}: ${title}`,
              param: field.name,
              codes: [...fieldCodes, ...(typeof value === 'string' ? [ownCodes[field.name] ?? ''] : [])],
            },
          );
        }
      }
      await expectNothingWritten();
    },
  );

  it.each(named(withFields))('%s names a needed field that is missing', async (_name, operation) => {
    for (const { name } of others(operation).filter(({ isRequired }) => isRequired)) {
      const { [name]: _missing, ...body } = goodBody(operation);
      await refuses(
        operation,
        { path: pathOf(operation), body: JSON.stringify(body) },
        { title: `no ${name}`, param: name },
      );
    }
    await expectNothingWritten();
  });
});

const goodQuery: Readonly<Record<string, string>> = { amount: '500' };

describe('queries', () => {
  it.each(named(withQuery))(
    '%s refuses what it cannot read, and every parameter that comes twice',
    async (_name, operation) => {
      for (const field of others(operation)) {
        const needed = others(operation).filter(({ isRequired, name }) => isRequired && name !== field.name);
        const rest = needed.map(({ name }) => `&${name}=${goodQuery[name]}`).join('');
        for (const value of badQueryValues(field)) {
          const path = `${pathOf(operation)}?${field.name}=${encodeURIComponent(value)}${rest}`;
          const codes = [...fieldCodes, ownCodes[field.name] ?? ''];
          await refuses(operation, { path }, { title: field.name, param: field.name, codes });
        }
        // Two topics are the name of a third, and two reasons are a longer one: any text may be one.
        if (field.name === 'topic' || field.name === 'reason') continue;
        const good = field.name === 'limit' ? '5' : 'live';
        const path = `${pathOf(operation)}?${field.name}=${good}&${field.name}=${good}${rest}`;
        const codes = [...fieldCodes, ownCodes[field.name] ?? ''];
        await refuses(operation, { path }, { title: `${field.name} twice`, param: field.name, codes });
      }
      await expectNothingWritten();
    },
  );
});

describe('parts of a path', () => {
  it.each(named(withPath))('%s refuses what can be no id', async (_name, operation) => {
    const [field] = fieldsOf(operation.input).filter((each) => isInPath(operation, each));
    for (const value of badPathValues) {
      const path = pathOf(operation, { [field?.name ?? '']: value });
      // A slash or a dot segment makes it another path, which no route knows.
      const answer = await send(operation, { path });
      if (answer.status === 404 && answer.text === '{"message":"Not Found"}') continue;
      await refuses(
        operation,
        { path },
        { title: JSON.stringify(value).slice(0, 30), codes: ['invalid_field', 'not_found'] },
      );
    }
    await expectNothingWritten();
  });

  it.each(named(withPath.filter(({ path }) => path.includes('{roomId}') && !path.startsWith('/r/'))))(
    '%s does not know a room that never was',
    async (_name, operation) => {
      for (const roomId of ['0000000000000', '0', 'zzzzzzzzzzzzz'])
        await refuses(
          operation,
          {
            path: pathOf(operation, { roomId }),
            ...(hasBody(operation) && { body: JSON.stringify(goodBody(operation)) }),
          },
          { title: roomId, codes: ['room_not_found'], param: 'roomId' },
        );
      await expectNothingWritten();
    },
  );
});

const brokenBodies: readonly [string, string][] = [
  ['no JSON', 'title=Hello'],
  ['half a JSON', '{"title":"Hel'],
  ['a list', '[{"title":"Hello"}]'],
  ['a text', '"title"'],
  ['a number', '7'],
  ['a truth', 'true'],
  ['100 000 lists in each other', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['a byte that is no text', '{"title":"\u0000"'],
];

describe('bodies', () => {
  it.each(named(operations.filter(hasBody)))('%s refuses a body that is no JSON object', async (_name, operation) => {
    // What is signed is not even read before its signature is.
    const signed = operation.entry.name === 'receiveStripeEvent' ? { codes: ['invalid_signature'] } : { param: 'body' };
    for (const [title, body] of brokenBodies)
      await refuses(operation, { path: pathOf(operation), body }, { title, ...signed });
    await expectNothingWritten();
  });
});
