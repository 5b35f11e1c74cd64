import type { HttpTrigger, OperationEntry, UnitEntry } from '../../functions/runtime/manifest.ts';

type UnitOperation = UnitEntry['operations'][number];

const isHttp = (operation: OperationEntry): operation is OperationEntry & { trigger: HttpTrigger } =>
  'http' in operation.trigger;

/** One route as the runtime gets it; the path keeps its `{names}`. */
function routeLiteral(operation: OperationEntry & { trigger: HttpTrigger }, handler: string): string {
  const [method, path] = operation.trigger.http.split(' ');
  const { name, status = 200 } = operation;
  const route = JSON.stringify({ name, method, path, status });
  return `{...${route},run:${handler}}`;
}

function workLiteral(operation: UnitOperation, handler: string): string {
  return `{...${JSON.stringify({ name: operation.name, trigger: operation.trigger })},run:${handler}}`;
}

/** The source text of a unit's entry: the wrapper of the runtime over the handlers of its operations. */
export function entryText(unit: UnitEntry): string {
  const isHttpUnit = unit.operations.every(isHttp);
  if (!isHttpUnit && unit.operations.some(isHttp))
    throw new Error(`unit ${unit.name} mixes HTTP operations with workers; the runtime has one wrapper a unit`);
  const wrapper = isHttpUnit ? 'httpUnit' : 'workerUnit';
  const file = isHttpUnit ? 'http-unit' : 'worker-unit';
  const imports = unit.operations.map(
    ({ feature, file }, index) => `import { handler as h${index} } from './functions/${feature}/${file}.ts';`,
  );
  const literals = unit.operations.map((operation, index) =>
    isHttp(operation) ? routeLiteral(operation, `h${index}`) : workLiteral(operation, `h${index}`),
  );
  return [
    `import { ${wrapper} } from './functions/runtime/${file}.ts';`,
    ...imports,
    `export const handler = ${wrapper}(${JSON.stringify(unit.name)}, [${literals.join(',')}]);`,
  ].join('\n');
}
