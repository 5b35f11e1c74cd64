import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import type { OperationEntry, Touch, UnitEntry } from '../../functions/runtime/manifest.ts';
import { fixtureUnits } from './fixture.ts';
import { createdStacks, resourcesOf, roleStatements, type Templates, templatesOf } from './synthesis.ts';

let templates: Templates;
let realtime: Template;
beforeAll(() => {
  templates = templatesOf(fixtureUnits);
  if (!templates.realtime) throw new Error('there is no realtime stack');
  realtime = templates.realtime;
});

const unitOf = (name: string, trigger: OperationEntry['trigger'], touches: readonly Touch[]): UnitEntry => ({
  name,
  operations: [{ name, file: name, feature: 'rooms', unit: name, trigger, touches, impact: 'Something fails.' }],
});
const without = (name: string) => fixtureUnits.filter((unit) => unit.name !== name);

/** The variables of a unit's function, as the template spells them. */
function variablesOf(unit: string): Record<string, unknown> {
  const lambda = resourcesOf(templates, 'AWS::Lambda::Function').find(
    ({ properties }) => properties['FunctionName'] === `rostrum-${unit}`,
  );
  return toVariables(lambda?.properties['Environment']).Variables;
}
const toVariables = (value: unknown) => value as { readonly Variables: Record<string, unknown> };
const namesOf = (unit: string) => Object.keys(variablesOf(unit)).filter((name) => name.startsWith('REALTIME_'));

describe('the Event API', () => {
  test('lets in whom the authorizer lets in, keeps none of its answers, and takes frames from roles only', () => {
    realtime.hasResourceProperties('AWS::AppSync::Api', {
      EventConfig: {
        AuthProviders: [
          {
            AuthType: 'AWS_LAMBDA',
            LambdaAuthorizerConfig: {
              AuthorizerResultTtlInSeconds: 0,
              AuthorizerUri: { 'Fn::GetAtt': [Match.stringLikeRegexp('^realtimeauthorizerFunction'), 'Arn'] },
            },
          },
          { AuthType: 'AWS_IAM' },
        ],
        ConnectionAuthModes: [{ AuthType: 'AWS_LAMBDA' }],
        DefaultSubscribeAuthModes: [{ AuthType: 'AWS_LAMBDA' }],
        DefaultPublishAuthModes: [{ AuthType: 'AWS_IAM' }],
      },
    });
    realtime.hasResourceProperties('AWS::AppSync::ChannelNamespace', {
      Name: 'rostrum',
      PublishAuthModes: Match.absent(),
      SubscribeAuthModes: Match.absent(),
    });
  });

  test('may ask the authorizer, and nobody else in its name', () => {
    realtime.resourceCountIs('AWS::Lambda::Permission', 1);
    realtime.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'appsync.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^RealtimeApi'), 'ApiArn'] },
    });
  });

  test('waits no longer for an authorizer than AppSync does: 10 seconds', () => {
    realtime.hasResourceProperties('AWS::Lambda::Function', { Timeout: 10 });
  });
});

describe('who may do what with realtime', () => {
  test('only the publisher publishes, to our namespace alone', () => {
    const statements = roleStatements(templates).filter(({ actions }) => actions.join().includes('appsync'));
    expect(statements).toMatchObject([
      { policy: expect.stringMatching(/^publisher/), actions: ['appsync:EventPublish'] },
    ]);
    expect(JSON.stringify(statements[0]?.Resource)).toMatch(/RealtimeApiNamespace\w+ChannelNamespaceArn/);
  });

  test('the authorizer touches nothing: it has its log and its key', () => {
    const actions = roleStatements(templates)
      .filter(({ policy }) => policy.startsWith('realtimeauthorizer'))
      .flatMap(({ actions }) => actions);
    expect(actions.filter((action) => !/^(logs|xray):/.test(action))).toEqual([]);
    expect(namesOf('realtime-authorizer')).toEqual(['REALTIME_KEY']);
  });

  test('those who sign know the key and where clients listen, the publisher where it publishes', () => {
    expect(namesOf('renewal')).toEqual(['REALTIME_KEY', 'REALTIME_HOST', 'REALTIME_URL']);
    expect(namesOf('publisher')).toEqual(['REALTIME_PUBLISH_URL']);
    expect(namesOf('minter')).toEqual([]);
    expect(JSON.stringify(variablesOf('renewal')['REALTIME_URL'])).toMatch(
      /"wss:\/\/".*DnsRealtime.*"\/event\/realtime"/,
    );
    expect(JSON.stringify(variablesOf('publisher')['REALTIME_PUBLISH_URL'])).toMatch(
      /"https:\/\/".*DnsHttp.*"\/event"/,
    );
  });
});

test('the key is made at deployment, 64 letters and digits, and is in no template', () => {
  realtime.hasResourceProperties('AWS::SecretsManager::Secret', {
    GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
    SecretString: Match.absent(),
  });
  for (const unit of ['renewal', 'realtime-authorizer'])
    expect(JSON.stringify(variablesOf(unit)['REALTIME_KEY'])).toMatch(
      /\{\{resolve:secretsmanager:".*":SecretString:::\}\}/,
    );
});

describe('a manifest that cannot be deployed is refused', () => {
  const publishing: Touch = { realtime: 'publish' };

  test('somebody publishes, but nobody authorizes', () => {
    expect(() => createdStacks([unitOf('speaker', { queue: 'frames' }, [publishing])])).toThrow(
      'no operation authorizes',
    );
  });

  test('the authorizer itself would publish: the stacks would wait for each other', () => {
    const units = [unitOf('gate', { authorizes: 'realtime' }, [publishing])];
    expect(() => createdStacks(units)).toThrow('or that operation is its own');
  });

  test('two units authorize', () => {
    const units = ['gate', 'door'].map((name) => unitOf(name, { authorizes: 'realtime' }, []));
    expect(() => createdStacks(units)).toThrow('two units authorize');
  });

  test('an authorizer shares its unit with other work', () => {
    const [gate] = [unitOf('gate', { authorizes: 'realtime' }, [])];
    const mixed = [...(gate?.operations ?? []), ...unitOf('gate', { queue: 'frames' }, []).operations];
    expect(() => createdStacks([{ name: 'gate', operations: mixed }])).toThrow('must do nothing else');
  });
});

test('without anything of realtime there is no stack for it', () => {
  const silent = without('realtime-authorizer').filter(({ name }) => !['publisher', 'renewal'].includes(name));
  expect(createdStacks(silent).stacks).not.toHaveProperty('realtime');
});
