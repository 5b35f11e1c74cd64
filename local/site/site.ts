import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Encoding, indexFiles, type SiteFile } from './files.ts';

export type Site = {
  /** Answers GET and HEAD of the page's files, and its first page for paths that a person typed; false for all else. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
};

const notBuilt = '<!doctype html><title>Rostrum</title><p>The page is not built yet: run <code>npm run prepare</code>.';

function accepted(request: IncomingMessage): readonly string[] {
  const header = String(request.headers['accept-encoding'] ?? '');
  const parts = header.split(',').map((part) => part.trim());
  return parts.filter((part) => !/;\s*q=0(\.0*)?$/.test(part)).map((part) => part.split(';', 1)[0]?.trim() ?? '');
}

function chooseEncoding(request: IncomingMessage, file: SiteFile): Encoding {
  const names = accepted(request);
  return file.encodings.find((encoding) => names.includes(encoding)) ?? 'identity';
}

async function sendFile(request: IncomingMessage, response: ServerResponse, file: SiteFile): Promise<void> {
  const encoding = chooseEncoding(request, file);
  const etag = `"${await file.etag()}${encoding === 'identity' ? '' : `-${encoding}`}"`;
  const headers = {
    etag,
    'cache-control': file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    'x-content-type-options': 'nosniff',
    ...(file.encodings.length > 1 && { vary: 'accept-encoding' }),
  };
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const content = await file.content(encoding);
  response.writeHead(200, {
    ...headers,
    'content-type': file.type,
    'content-length': content.length,
    ...(encoding !== 'identity' && { 'content-encoding': encoding }),
  });
  response.end(request.method === 'HEAD' ? undefined : content);
}

// A path a person typed or reloaded: the browser asks for HTML, and the last segment names no file.
function isPage(request: IncomingMessage, path: string): boolean {
  const wantsHtml = String(request.headers.accept ?? '').includes('text/html');
  return path === '/' || (wantsHtml && !(path.split('/').at(-1) ?? '').includes('.'));
}

/** Serves the built page as a static host would. `isTaken` names paths that belong to the API: no page stands in for them. */
export async function createSite(directory: string, isTaken: (path: string) => boolean): Promise<Site> {
  const files = await indexFiles(directory);
  return {
    async handle(request, response) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return false;
      const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
      const file = files.get(path) ?? (isPage(request, path) && !isTaken(path) ? files.get('/index.html') : undefined);
      if (file !== undefined) {
        await sendFile(request, response, file);
      } else if (path === '/favicon.ico') {
        // Browsers ask for it unbidden; nothing to show is no failure.
        response.writeHead(204, { 'cache-control': 'max-age=86400' }).end();
      } else if (path === '/' && files.size === 0) {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(notBuilt);
      } else {
        return false;
      }
      return true;
    },
  };
}
