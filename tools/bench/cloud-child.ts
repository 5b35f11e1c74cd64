/** A cloud in a process of its own: what it spends is not spent by whoever measures it. Says its url, ends with its parent. */
import { startCloud } from '../../local/cloud.ts';

const cloud = await startCloud({
  onLog: ({ isError, functionName, text }) => isError && console.error(`${functionName}: ${text}`),
});
await cloud.runner.warm();
process.send?.(cloud.url);
process.once('disconnect', () => process.exit(0));
