import { events } from '@aws-amplify/api-graphql';
import { Amplify } from '@aws-amplify/core';

// A process of its own: it must trust the test's authority from its start, and know nothing of the project.
// Arguments: endpoint, token, channel it may hear, channel it may not. Writes one JSON line for each thing that happens.

const [endpoint = '', token = '', own = '', foreign = ''] = process.argv.slice(2);
const options = { authMode: 'lambda', authToken: token } as const;
const tell = (what: string, more: unknown = null): void => console.log(JSON.stringify({ what, more }));

Amplify.configure({ API: { Events: { endpoint, region: 'us-east-1', defaultAuthMode: 'lambda' } } });

async function listen(channel: string, name: string): Promise<void> {
  const door = await events.connect(channel, options);
  const subscription = door.subscribe(
    { next: (told) => tell(`${name} heard`, told.event), error: (error) => tell(`${name} refused`, error) },
    options,
  );
  await subscription.ready
    .then(() => tell(`${name} ready`))
    .catch((error: Error) => tell(`${name} failed`, error.message));
}

async function run(): Promise<void> {
  await listen(own, 'own');
  await listen(foreign, 'foreign');
  await events.post(own, { from: 'a client' }, options).catch((error: Error) => tell('post refused', error.message));
}

run().catch((error: Error) => tell('connection refused', error.message));
// The parent says when it has seen enough.
process.stdin.on('data', async () => {
  await events.closeAll();
  process.exit(0);
});
