import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, fine, wrong } from './finding.ts';

type Resource = { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> };

/** CloudFormation and Lambda refuse what is over these; each is quoted from their pages of quotas. */
const mostResources = 500;
const largestTemplateBytes = 1_000_000;
const longestFunctionName = 64;
const largestEnvironmentBytes = 4_096;
const mostRoutes = 300;
// Two widgets of CloudWatch's 100: more are not seen at a glance.
const mostAlarmsOnDashboard = 200;

/** The synthesized assembly against the limits that would stop its deployment half way. */
export function checkTemplates(directory: string): Finding[] {
  const files = readdirSync(directory).filter((file) => file.endsWith('.template.json'));
  if (files.length === 0) return [wrong('template', `nothing is synthesized in ${directory}`)];
  const findings = files.flatMap((file) => checkTemplate(file, readFileSync(join(directory, file), 'utf8')));
  return findings.length > 0 ? findings : [fine('template', `${files.length} stacks are within every limit`)];
}

function checkTemplate(file: string, text: string): Finding[] {
  const resources = Object.values(toTemplate(text).Resources);
  const ofType = (type: string): Resource[] => resources.filter((resource) => resource.Type === type);
  const tooMany = (count: number, most: number, what: string): Finding[] =>
    count > most ? [wrong('template', `${file} has ${count} ${what}; ${most} are allowed`)] : [];
  return [
    ...tooMany(resources.length, mostResources, 'resources'),
    ...tooMany(Buffer.byteLength(text), largestTemplateBytes, 'bytes'),
    ...tooMany(ofType('AWS::ApiGatewayV2::Route').length, mostRoutes, 'routes'),
    ...tooMany(ofType('AWS::CloudWatch::Alarm').length, mostAlarmsOnDashboard, 'alarms on one dashboard'),
    ...ofType('AWS::Lambda::Function').flatMap(checkFunction),
  ];
}

function checkFunction({ Properties = {} }: Resource): Finding[] {
  const name = String(Properties['FunctionName'] ?? '');
  const variables = Object.entries(Object(Object(Properties['Environment'])['Variables']));
  // A reference is filled in later; a hundred characters are more than an arn or address of ours has.
  const bytes = variables.reduce(
    (sum, [key, value]) => sum + key.length + (typeof value === 'string' ? value.length : 100),
    0,
  );
  return [
    ...(name.length > longestFunctionName
      ? [wrong('template', `the name ${name} is longer than ${longestFunctionName}`)]
      : []),
    ...(bytes > largestEnvironmentBytes
      ? [
          wrong(
            'template',
            `the environment of ${name} has about ${bytes} bytes; ${largestEnvironmentBytes} are allowed`,
          ),
        ]
      : []),
  ];
}

const toTemplate = (text: string) => JSON.parse(text) as { readonly Resources: Readonly<Record<string, Resource>> };
