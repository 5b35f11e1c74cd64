/** The fields of an answer that the traffic reads. */
export type Body = {
  readonly room?: { readonly id: string };
  readonly users?: readonly { readonly accessToken: string }[];
  readonly realtime?: { readonly url: string; readonly token: string; readonly channels: readonly string[] };
};
export type Api = (method: string, path: string, token?: string, body?: object) => Promise<Body>;
/** Calls by method and path without ids, and what was answered other than 2xx. */
export type Tally = { calls: number; readonly refused: Map<string, number> };

// Without the id of the request, so that like refusals are counted together.
const codeOf = (text: string): string => /"code":"(\w+)"/.exec(text)?.[1] ?? text.slice(0, 80);

const readBody = (text: string): Body => (text === '' ? {} : (JSON.parse(text) as Body));

/** The public API of a cloud; throws at anything but 2xx and counts it. */
export function createApi(url: string, tally: Tally): Api {
  return async (method, path, token, body) => {
    tally.calls += 1;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.ok) return readBody(text);
    const what = `${response.status} ${method} ${path.replace(/\/[0-9A-Za-z]{13}(?=\/|$)/, '/…')} ${codeOf(text)}`;
    tally.refused.set(what, (tally.refused.get(what) ?? 0) + 1);
    throw new Error(what);
  };
}
