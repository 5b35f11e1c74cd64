import { createServer } from 'node:http';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { createClock } from '../../local/clock/clock.ts';
import type { FunctionModel } from '../../local/model.ts';
import { createRunner, type Runner, type RunnerOptions } from '../../local/runner/runner.ts';
import { assetOf } from './folders.ts';

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:echo';
const roleArn = 'arn:aws:iam::000000000000:role/echo';
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function run(source: string, model: Partial<FunctionModel> = {}, options: Partial<RunnerOptions> = {}) {
  const clock = createClock();
  const echo: FunctionModel = {
    arn,
    name: 'echo',
    logicalId: 'Echo',
    directory: await assetOf(source),
    handler: 'index.handler',
    environment: { GREETING: 'hello' },
    timeoutSeconds: 5,
    memoryMegabytes: 512,
    roleArn,
    ...model,
  };
  const runner = createRunner({
    clock,
    functions: [echo],
    region: 'us-east-1',
    wireOrigin: 'http://127.0.0.1:4000',
    ...options,
  });
  open.push(async () => {
    await runner.close();
    clock.close();
  });
  return { runner, clock };
}

const call = (runner: Runner, payload = {}) => runner.invoke(arn, payload, {});

describe('a function in the embedded cloud', () => {
  it('finds the template environment and the usual variables of Lambda, and nothing of this machine', async () => {
    const { runner } = await run('export const handler = async () => process.env;');
    const answer = await call(runner);
    if (!answer.isOk) throw new Error(answer.errorMessage);
    expect(answer.payload).toMatchObject({
      GREETING: 'hello',
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'echo',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_ENDPOINT_URL_CHIME_SDK_MEETINGS: 'http://127.0.0.1:4000/aws/chime',
    });
    expect(answer.payload).not.toHaveProperty('PATH');
    expect(answer.payload).not.toHaveProperty('HOME');
  });

  it('signs with a key of its own, which leads back to its role', async () => {
    const { runner } = await run('export const handler = async () => process.env.AWS_ACCESS_KEY_ID;');
    const answer = await call(runner);
    const keyId = answer.isOk ? String(answer.payload) : '';
    expect(runner.principalOf(keyId)).toEqual({ keyId, isOperator: false, functionName: 'echo', roleArn });
    expect(runner.principalOf('AKIANOBODY')).toBeUndefined();
  });

  it('gets the event by value and the context of Lambda', async () => {
    const source = `export const handler = async (event, context) => {
      event.changed = true;
      const { awsRequestId, functionName, invokedFunctionArn } = context;
      return { event, awsRequestId, functionName, invokedFunctionArn, left: context.getRemainingTimeInMillis() };
    };`;
    const { runner } = await run(source);
    const event = { name: 'mia' };
    const answer = await call(runner, event);
    expect(event).toEqual({ name: 'mia' });
    expect(answer).toMatchObject({
      isOk: true,
      payload: {
        event: { name: 'mia', changed: true },
        awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        functionName: 'echo',
        invokedFunctionArn: arn,
        left: expect.closeTo(5000, -3),
      },
    });
  });

  it('sees virtual time, whenever it was loaded', async () => {
    const source = `const loadedAt = Date.now();
    export const handler = async () => ({ loadedAt, now: Date.now(), made: new Date().toISOString(), past: new Date(0).getTime() });`;
    const { runner, clock } = await run(source);
    await call(runner);
    await clock.advance(86_400_000);
    const answer = await call(runner);
    const { loadedAt, now, made, past } = answer.isOk ? JSON.parse(JSON.stringify(answer.payload)) : {};
    expect(now - loadedAt).toBeGreaterThanOrEqual(86_400_000);
    expect(Date.parse(made)).toBeCloseTo(clock.now(), -4);
    expect(past).toBe(0);
  });

  it('marks its calls to the AWS APIs with the request that caused them, and no other calls', async () => {
    const seen: (string | string[] | undefined)[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers['x-rostrum-cause']);
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const source = `import { request } from 'node:http';
    import http from 'node:http';
    const get = (send, host) => new Promise((resolve, reject) =>
      send({ host, port: ${port}, path: '/', agent: false }, (answer) => answer.resume().on('end', resolve)).on('error', reject).end());
    export const handler = async () => { await get(request, '127.0.0.1'); await get(http.get, '127.0.0.1'); await get(request, 'localhost'); };`;
    const { runner } = await run(source, {}, { wireOrigin: `http://127.0.0.1:${port}` });
    const answers = [
      await runner.invoke(arn, {}, { requestId: 'own' }),
      await runner.invoke(arn, {}, { causedBy: 'root' }),
    ];
    expect(answers.every(({ isOk }) => isOk)).toBe(true);
    expect(seen).toEqual(['own;', 'own;', undefined, ';root', ';root', undefined]);
  });

  it('keeps concurrent calls apart', async () => {
    const source =
      'export const handler = async (event) => { await new Promise((go) => setTimeout(go, event.wait)); return event.wait; };';
    const { runner } = await run(source);
    const answers = await Promise.all([60, 20, 40].map((wait) => call(runner, { wait })));
    expect(answers.map((answer) => answer.isOk && answer.payload)).toEqual([60, 20, 40]);
  });

  it('reports what the handler throws, and what it cannot load', async () => {
    const broken = await run("export const handler = async () => { throw new TypeError('no such room'); };");
    expect(await call(broken.runner)).toEqual({ isOk: false, errorType: 'TypeError', errorMessage: 'no such room' });
    const unloadable = await run("throw new RangeError('bad config');");
    expect(await call(unloadable.runner)).toEqual({ isOk: false, errorType: 'RangeError', errorMessage: 'bad config' });
    expect(unloadable.runner.logs().some(({ text, isError }) => isError && text.includes('bad config'))).toBe(true);
  });

  it('is stopped when its time is over, and answers again in a new thread', async () => {
    const source = 'export const handler = async ({ isStuck }) => { while (isStuck); return "fine"; };';
    const { runner } = await run(source, { timeoutSeconds: 1 });
    const late = await call(runner, { isStuck: true });
    expect(late).toMatchObject({ isOk: false, errorMessage: 'Task timed out after 1.00 seconds' });
    expect(await call(runner)).toEqual({ isOk: true, payload: 'fine' });
  });

  it('lets other calls finish when one runs out of time', async () => {
    const source =
      'export const handler = async ({ wait }) => { await new Promise((go) => setTimeout(go, wait)); return wait; };';
    const { runner } = await run(source, { timeoutSeconds: 1 });
    await call(runner, { wait: 0 });
    const slow = call(runner, { wait: 5000 });
    await new Promise((go) => setTimeout(go, 600));
    const quick = call(runner, { wait: 700 });
    expect(await slow).toMatchObject({ isOk: false });
    expect(await quick).toEqual({ isOk: true, payload: 700 });
  });

  it('is replaced after a crash', async () => {
    const source = 'export const handler = async ({ dies }) => { if (dies) process.exit(1); return "alive"; };';
    const { runner } = await run(source);
    expect(await call(runner, { dies: true })).toMatchObject({ isOk: false, errorType: 'Runtime.ExitError' });
    expect(await call(runner)).toEqual({ isOk: true, payload: 'alive' });
  });

  it('keeps the lines it wrote, and tells errors apart', async () => {
    const source =
      'export const handler = async () => { console.log("one\\ntwo"); console.log(JSON.stringify({ level: "ERROR" })); console.log("x".repeat(300_000)); };';
    const { runner } = await run(source);
    await call(runner);
    await expect
      .poll(() => runner.logs().map(({ text, isError }) => [text, isError]))
      .toEqual([
        ['one', false],
        ['two', false],
        ['{"level":"ERROR"}', true],
        ['x'.repeat(300_000), false],
      ]);
  });

  it('has several environments when asked to', async () => {
    const source = `import { threadId } from 'node:worker_threads';
    export const handler = async () => { await new Promise((go) => setTimeout(go, 50)); return threadId; };`;
    const { runner } = await run(source, {}, { concurrency: 3 });
    const answers = await Promise.all([1, 2, 3, 4].map(() => call(runner)));
    expect(new Set(answers.map((answer) => answer.isOk && answer.payload)).size).toBe(3);
  });

  it('takes and gives no more than six megabytes', async () => {
    const { runner } = await run('export const handler = async ({ size }) => "x".repeat(size ?? 0);');
    expect(await call(runner, { text: 'x'.repeat(7e6) })).toMatchObject({ errorType: 'RequestTooLargeException' });
    expect(await call(runner, { size: 7e6 })).toMatchObject({ isOk: false });
  });
});
