import type { Config } from '../../domain/policy.ts';
import { type Finding, fine, mind, notChecked, wrong } from './finding.ts';
import type { Ask, Call, Told } from './signed-call.ts';

/** A question to one service, and what its answer means. */
type Question = { readonly about: string; readonly ask: Ask; readonly read: (told: Told) => Finding };

/** Below this many executions at once a crowd is turned away at the door. */
const leastConcurrency = 1_000;

const questions = (config: Config): readonly Question[] => [
  {
    about: 'Lambda concurrency',
    ask: { service: 'lambda', host: 'lambda', path: '/2016-08-19/account-settings/' },
    read: ({ body }) => {
      const { ConcurrentExecutions: most = 0, UnreservedConcurrentExecutions: free = 0 } = Object(body['AccountLimit']);
      const says = `${most} at once, ${free} of them not reserved`;
      return most < leastConcurrency
        ? mind('Lambda concurrency', `${says}: ask for ${leastConcurrency}`)
        : fine('Lambda concurrency', says);
    },
  },
  {
    // Nobody's meeting: a 404 says that the service is here and that we may ask it.
    about: 'media service',
    ask: { service: 'chime', host: 'meetings-chime', path: '/meetings/00000000-0000-4000-8000-000000000000' },
    read: ({ status }) =>
      status === 404
        ? fine('media service', `answers here and may place meetings in ${config.mediaRegion}`)
        : mind('media service', `answered ${status} where 404 was expected: these credentials may not read meetings`),
  },
  {
    about: 'AppSync Events',
    ask: { service: 'appsync', host: 'appsync', path: '/v2/apis' },
    read: ({ body }) => fine('AppSync Events', `answers here; ${Object(body['apis']).length ?? 0} Event APIs exist`),
  },
  {
    about: 'mail',
    ask: { service: 'ses', host: 'email', path: '/v2/email/account' },
    read: ({ body }) =>
      body['ProductionAccessEnabled'] === true
        ? fine('mail', `out of the sandbox, ${Object(body['SendQuota'])['Max24HourSend']} a day`)
        : mind('mail', 'in the sandbox: reminders reach verified addresses only; ask for production access'),
  },
];

/** Region, limits and services of the account, each asked on its own: one that does not answer hides no other. */
export async function checkAccount(call: Call, config: Config): Promise<Finding[]> {
  return Promise.all(questions(config).map((question) => answerTo(call, question)));
}

async function answerTo(call: Call, { about, ask, read }: Question): Promise<Finding> {
  try {
    const told = await call(ask);
    if (told.status === 403) return notChecked(about, 'these credentials may not ask');
    if (told.status >= 500) return wrong(about, `answered ${told.status}`);
    return told.status === 200 || told.status === 404 ? read(told) : notChecked(about, `answered ${told.status}`);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    return notChecked(about, `cannot be reached from here (${name}): not in this region, or no network`);
  }
}
