import { ControlRefusal } from './exchange.ts';

/** The public API of this very cloud, over HTTP as anybody would call it. */
export type PublicApi = {
  /** The answer's body; throws a ControlRefusal 502 when the API answers anything but 2xx. */
  call(method: string, path: string, accessToken: string): Promise<unknown>;
};

export function createPublicApi(url: string): PublicApi {
  return {
    async call(method, path, accessToken) {
      const response = await fetch(`${url}${path}`, { method, headers: { authorization: `Bearer ${accessToken}` } });
      const text = await response.text();
      if (response.ok) return text === '' ? {} : JSON.parse(text);
      const sentence = `${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`;
      throw new ControlRefusal(502, 'api_refused', sentence);
    },
  };
}
