import { join } from 'node:path';
import { build } from 'esbuild';

const commands = {
  '@aws-sdk/client-dynamodb': [
    'DynamoDBClient',
    'BatchGetItemCommand',
    'GetItemCommand',
    'QueryCommand',
    'PutItemCommand',
    'UpdateItemCommand',
    'DeleteItemCommand',
    'TransactWriteItemsCommand',
  ],
  '@aws-sdk/client-chime-sdk-meetings': [
    'ChimeSDKMeetingsClient',
    'CreateMeetingCommand',
    'CreateAttendeeCommand',
    'GetMeetingCommand',
    'DeleteMeetingCommand',
  ],
};

const contents = [
  ...Object.entries(commands).map(([client, names]) => `import { ${names} } from '${client}';`),
  `export const handler = async () => [${Object.values(commands).flat()}];`,
].join('\n');

/** The yardstick of cold loads, made in the same run: what a handler of the two SDK clients weighs without our plugins. */
export async function bundleReference(folder: string): Promise<string> {
  const outfile = join(folder, 'reference.mjs');
  await build({
    stdin: { contents, resolveDir: join(import.meta.dirname, '../..'), loader: 'js' },
    outfile,
    bundle: true,
    minify: true,
    legalComments: 'none',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
  return outfile;
}
