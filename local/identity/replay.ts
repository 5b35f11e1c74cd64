import { IncomingMessage } from 'node:http';

/** A request whose body has been read, made readable again under another address; `originalUrl` tells a mounted app where it is. */
export function replay(request: IncomingMessage, body: Buffer, url: string): IncomingMessage {
  const again = new IncomingMessage(request.socket);
  again.method = request.method;
  again.url = url;
  again.headers = request.headers;
  again.rawHeaders = request.rawHeaders;
  again.httpVersion = request.httpVersion;
  // Or else the end of the body would count as an aborted request and close the socket.
  again.complete = true;
  again.push(body);
  again.push(null);
  return Object.assign(again, { originalUrl: request.url });
}
