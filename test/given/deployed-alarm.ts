import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type AlarmText, alarmsOf } from './alarm-template.ts';

/** An alarm as deployed: out of the template that the tests' worlds run on. */
export function deployedAlarm(name: string): AlarmText {
  const text = readFileSync(join(inject('assembly'), 'RostrumObservability.template.json'), 'utf8');
  const resources = Object.values(toTemplate(text).Resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
  const found = alarmsOf(resources.map(({ Properties }) => Properties)).find((one) => one.name === `rostrum-${name}`);
  if (!found) throw new Error(`there is no alarm ${name}`);
  return found;
}
const toTemplate = (text: string) =>
  JSON.parse(text) as {
    readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: object }>>;
  };
