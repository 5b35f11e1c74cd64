// Loaded into a process before the product (`node --import`): says on its error output what the payment service's stand-in
// refuses because it was asked too often. Nobody outside of the process hears of that otherwise.

import { ServerResponse } from 'node:http';

const writeHead = ServerResponse.prototype.writeHead;
type Headers = Readonly<Record<string, unknown>>;
const toHeaders = (given: unknown) => (typeof given === 'object' ? (given as Headers | null) : null);

ServerResponse.prototype.writeHead = function (this: ServerResponse, ...given: unknown[]) {
  const [status, headers] = given;
  const isOfStripe = String(toHeaders(headers)?.['request-id']).startsWith('req_');
  if (status === 429 && isOfStripe)
    console.error(`stripe: asked too often: ${this.req.method} ${this.req.url?.split('?')[0]}`);
  return Reflect.apply(writeHead, this, given);
};
