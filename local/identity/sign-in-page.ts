/** Somebody the sign-in page offers to be. */
export type Person = { readonly handle: string; readonly name: string; readonly followers: number };

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

const style = `
  body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 26rem; padding: 2rem 1rem; color: #1b1b1f; background: #fff; }
  ul { list-style: none; padding: 0; display: grid; gap: .5rem; }
  button { font: inherit; width: 100%; padding: .6rem .8rem; text-align: left; border: 1px solid #767680; border-radius: .5rem; background: #fff; color: inherit; cursor: pointer; }
  button:hover { background: #f3f0fa; }
  button:focus-visible, input:focus-visible { outline: 3px solid #5b3fd6; outline-offset: 2px; }
  small { color: #55555f; }
  label { display: block; font-weight: 600; }
  input { font: inherit; width: 100%; box-sizing: border-box; padding: .6rem .8rem; margin: .25rem 0 .5rem; border: 1px solid #767680; border-radius: .5rem; }
  [role=alert] { color: #a3121f; }
  @media (prefers-color-scheme: dark) { body, button { color: #ececf1; background: #17171b; } input { color: #ececf1; background: #222228; } small { color: #b6b6c2; } button:hover { background: #2a2833; } [role=alert] { color: #ff9aa2; } }
`;

function personButton({ handle, name, followers }: Person): string {
  const count = followers.toLocaleString('en-US');
  return `<li><button name="handle" value="${escapeHtml(handle)}" formnovalidate>${escapeHtml(name)} <small>@${escapeHtml(handle)} · ${count} followers</small></button></li>`;
}

/** The page where one chooses whom to be: plain HTML without script and without a password. */
export function signInPage(action: string, people: readonly Person[], problem?: string): string {
  const list =
    people.length === 0
      ? ''
      : `<form method="post" action="${escapeHtml(action)}"><ul>${people.map(personButton).join('')}</ul></form><h2>Or as somebody else</h2>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in to Rostrum on this laptop</title><link rel="icon" href="data:,"><style>${style}</style></head>
<body><main><h1>Who are you?</h1>
<p>This sign-in exists only on this laptop. There are no passwords.</p>
${list}
<form method="post" action="${escapeHtml(action)}">
<label for="handle">Handle</label>
${problem ? `<p role="alert" id="problem">${escapeHtml(problem)}</p>` : ''}
<input id="handle" name="handle" required maxlength="15" pattern="[A-Za-z0-9_]{1,15}" autocomplete="username" autocapitalize="none" spellcheck="false" title="1 to 15 letters, digits or underscores"${problem ? ' aria-describedby="problem" aria-invalid="true"' : ''}>
<button>Sign in</button></form></main></body></html>`;
}
