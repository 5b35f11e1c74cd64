import * as z from 'zod/mini';
import { refusals, statusOf } from '../../domain/refusal.ts';
import type { HttpOperation } from './operation.ts';

type Schema = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 document of all HTTP operations. */
export function documentOf(operations: readonly HttpOperation[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: operationOf(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Rostrum',
      version: '1',
      description: 'Live audio rooms. Errors carry one of the codes of docs/refusals.md.',
    },
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        guest: {
          type: 'apiKey',
          in: 'header',
          name: 'Rostrum-Guest',
          description: 'What `listen` gave as `guest.token`.',
        },
      },
      schemas: { Error: errorSchema() },
    },
  };
}

function operationOf({ entry, method, path, input, output }: HttpOperation): object {
  const { properties, required } = toObjectSchema(schemaOf(input));
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const others = Object.keys(properties).filter((name) => !inPath.includes(name));
  const isQuery = method === 'GET' || method === 'DELETE';
  const parameter = (name: string, place: 'path' | 'query') => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: properties[name],
  });
  const parameters = [
    ...inPath.map((name) => parameter(name, 'path')),
    ...(isQuery ? others.map((name) => parameter(name, 'query')) : []),
  ];
  const body = isQuery ? [] : others;
  const { auth } = entry.trigger;
  return {
    operationId: entry.name,
    tags: [entry.feature],
    ...(auth !== 'user' && {
      security: [{}, { bearer: [] }, ...(auth.isForGuests ? [{ guest: [] }] : [])],
      description: auth.none,
    }),
    ...(parameters.length > 0 && { parameters }),
    ...(body.length > 0 && { requestBody: bodyOf(body, properties, required) }),
    responses: {
      [String(entry.status ?? 200)]: {
        description: 'Done',
        content: { 'application/json': { schema: schemaOf(output) } },
      },
      default: {
        description: 'Refused, or a fault',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  };
}

function bodyOf(names: readonly string[], properties: Schema, required: readonly string[]): object {
  const needed = names.filter((name) => required.includes(name));
  const schema = {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, properties[name]])),
    ...(needed.length > 0 && { required: needed }),
  };
  return { required: needed.length > 0, content: { 'application/json': { schema } } };
}

function schemaOf(schema: z.ZodMiniType): Schema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}

const toObjectSchema = (schema: Schema) => {
  const { properties = {}, required = [] } = schema as {
    readonly properties?: Schema;
    readonly required?: readonly string[];
  };
  return { properties, required };
};

function errorSchema(): object {
  const types = [...new Set(Object.values(refusals).map(({ kind }) => kind))];
  const error = {
    type: 'object',
    required: ['type', 'code', 'message', 'requestId'],
    properties: {
      type: { enum: [...types, 'internal'], description: types.map((kind) => `${kind} ${statusOf(kind)}`).join(', ') },
      code: { enum: [...Object.keys(refusals), 'internal'] },
      message: { type: 'string' },
      param: { type: 'string' },
      requestId: { type: 'string' },
    },
  };
  return { type: 'object', required: ['error'], properties: { error } };
}
