import { beforeAll, describe, expect, test } from 'vitest';
import { units } from '../../functions/manifest.ts';
import { fixtureUnits } from './fixture.ts';
import { resourcesOf, type Templates, templatesOf } from './synthesis.ts';

let templates: Templates;
beforeAll(() => {
  templates = templatesOf(fixtureUnits);
});

const routesOf = (some: Templates) =>
  Object.fromEntries(
    resourcesOf(some, 'AWS::ApiGatewayV2::Route').map(({ properties }) => [String(properties['RouteKey']), properties]),
  );

describe('the routes', () => {
  test('every route of the product has the authorizer or a reason to have none', () => {
    const routes = routesOf(templatesOf(units));
    const http = units
      .flatMap(({ operations }) => operations)
      .flatMap(({ trigger }) => ('http' in trigger ? [trigger] : []));
    expect(Object.keys(routes).sort()).toEqual(http.map((trigger) => trigger.http).sort());
    for (const trigger of http) {
      const expected = trigger.auth === 'user' ? 'JWT' : 'NONE';
      expect(routes[trigger.http], trigger.http).toMatchObject({ AuthorizationType: expected });
      if (trigger.auth !== 'user') expect(trigger.auth.none.length, trigger.http).toBeGreaterThan(10);
    }
  });

  test('routes of a unit share one integration and one permission', () => {
    const httpUnits = fixtureUnits.filter(({ operations }) => operations.some(({ trigger }) => 'http' in trigger));
    expect(resourcesOf(templates, 'AWS::ApiGatewayV2::Integration')).toHaveLength(httpUnits.length);
    expect(resourcesOf(templates, 'AWS::Lambda::Permission').filter(isForGateway)).toHaveLength(httpUnits.length);
  });

  test('the stage opens after every route, with a throttle for each', () => {
    const routes = Object.keys(templates.api.findResources('AWS::ApiGatewayV2::Route'));
    const [stage] = Object.values(templates.api.findResources('AWS::ApiGatewayV2::Stage'));
    expect(stage?.['DependsOn'].sort()).toEqual(routes.sort());
    expect(stage?.['Properties'].RouteSettings['POST /v1/rooms/{roomId}/join']).toEqual({
      ThrottlingRateLimit: 4000,
      ThrottlingBurstLimit: 4000,
    });
    expect(Object.keys(stage?.['Properties'].RouteSettings)).toHaveLength(routes.length);
  });

  test('the operator sets the throttle of a lane in the config', () => {
    const quiet = templatesOf(fixtureUnits, {
      lanes: { join: { ratePerSecond: 7, burst: 9, reservedConcurrency: 3 } },
    });
    const [stage] = resourcesOf(quiet, 'AWS::ApiGatewayV2::Stage');
    expect(stage?.properties['RouteSettings']).toMatchObject({
      'POST /v1/rooms/{roomId}/join': { ThrottlingRateLimit: 7, ThrottlingBurstLimit: 9 },
    });
    const reserved = resourcesOf(quiet, 'AWS::Lambda::Function').filter(
      ({ properties }) => properties['ReservedConcurrentExecutions'] !== undefined,
    );
    expect(reserved.map(({ properties }) => properties['FunctionName'])).toEqual(['rostrum-join']);
  });

  test('no concurrency is kept for a unit whose operations lie in several lanes', () => {
    const operations = fixtureUnits.filter(({ name }) => name !== 'minter' && !name.includes('write'));
    const lane = { ratePerSecond: 7, burst: 9, reservedConcurrency: 3 };
    const mixed = { name: 'mixed', operations: operations.slice(0, 2).flatMap((unit) => unit.operations) };
    const functions = resourcesOf(templatesOf([mixed], { lanes: { join: lane, read: lane } }), 'AWS::Lambda::Function');
    expect(functions.map(({ properties }) => properties['ReservedConcurrentExecutions'])).toEqual([undefined]);
  });

  test('access is logged without anything that identifies a person or opens a door', () => {
    const [stage] = resourcesOf(templates, 'AWS::ApiGatewayV2::Stage');
    const format = JSON.stringify(stage?.properties['AccessLogSettings']);
    expect(format).toContain('$context.requestId');
    expect(format).not.toMatch(/authorization|sourceIp|claims|path\b|\$context\.identity/i);
  });

  test('browsers may call from the origins of the config, and from nowhere when it names none', () => {
    const origins = (some: Templates) =>
      resourcesOf(some, 'AWS::ApiGatewayV2::Api').map(({ properties }) => properties['CorsConfiguration']);
    expect(origins(templates)).toMatchObject([{ AllowOrigins: ['http://localhost:4000'] }]);
    expect(origins(templatesOf(fixtureUnits, { allowedOrigins: [] }))).toEqual([undefined]);
  });
});

describe('sign-in', () => {
  test('is a user pool of the deployment unless the config names an issuer', () => {
    expect(resourcesOf(templates, 'AWS::Cognito::UserPool')).toHaveLength(1);
    const [authorizer] = resourcesOf(templates, 'AWS::ApiGatewayV2::Authorizer');
    expect(JSON.stringify(authorizer?.properties)).toMatch(/ProviderURL/);
  });

  test('trusts any issuer and audience that the config names', () => {
    const identity = { kind: 'oidc', issuer: 'https://id.example.org', audience: ['web', 'phone'] };
    const own = templatesOf(fixtureUnits, { identity });
    expect(resourcesOf(own, 'AWS::Cognito::UserPool')).toHaveLength(0);
    const [authorizer] = resourcesOf(own, 'AWS::ApiGatewayV2::Authorizer');
    expect(authorizer?.properties['JwtConfiguration']).toEqual({
      Issuer: 'https://id.example.org',
      Audience: ['web', 'phone'],
    });
    const [lambda] = resourcesOf(own, 'AWS::Lambda::Function');
    expect(lambda?.properties['Environment']).toMatchObject({
      Variables: { ROSTRUM_ISSUER: 'https://id.example.org', ROSTRUM_AUDIENCE: 'web,phone' },
    });
  });
});

const isForGateway = ({ properties }: { properties: Record<string, unknown> }): boolean =>
  properties['Principal'] === 'apigateway.amazonaws.com';
