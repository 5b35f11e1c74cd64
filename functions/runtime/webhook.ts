import { type AdapterMakers, type ContextOf, createContext } from './context.ts';
import { type HttpEvent, type HttpHandler, requestOf } from './http.ts';
import { stop } from './refusal-error.ts';

/** What was sent, byte by byte: a signature is of the bytes, not of what they mean. */
export type Sent = { readonly bytes: Uint8Array; readonly headers: Readonly<Record<string, string | undefined>> };

type WebhookSpec<Makers extends AdapterMakers, Answer> = {
  readonly adapters: Makers;
  /** Bytes; more is refused before anything is read. */
  readonly maxBytes: number;
  run(context: ContextOf<Makers>, sent: Sent): Promise<Answer>;
};

/** For routes that another service calls and signs: nobody is identified, and the body is handed on as it came. */
export function webhook<Makers extends AdapterMakers, Answer>(spec: WebhookSpec<Makers, Answer>): HttpHandler {
  const serve: HttpHandler = async (event, status) => {
    const bytes = bytesOf(event);
    if (bytes.length > spec.maxBytes)
      stop('invalid_field', { param: 'body', message: `The body has more than ${spec.maxBytes} bytes.` });
    const context = createContext(spec.adapters, requestOf(event));
    const answer = await spec.run(context, { bytes, headers: event.headers });
    return { statusCode: status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) };
  };
  return Object.assign(serve, { takesBytes: true as const });
}

/** API Gateway hands on text as it is and everything else in base64. */
const bytesOf = ({ body, isBase64Encoded }: HttpEvent): Buffer =>
  Buffer.from(typeof body === 'string' ? body : '', isBase64Encoded ? 'base64' : 'utf8');
