/** Whether a token says that its person moderates. Only for what is offered: the API judges the token itself. */
export function isModerator(token: string | undefined): boolean {
  const claims = readClaims(token?.split('.')[1] ?? '');
  return [claims['rostrum_roles'], claims['cognito:groups']].flat().includes('moderator');
}

function readClaims(part: string): Readonly<Record<string, unknown>> {
  try {
    return toFields(JSON.parse(atob(part.replaceAll('-', '+').replaceAll('_', '/'))));
  } catch {
    return {};
  }
}

const toFields = (value: unknown) =>
  (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
