import { expect } from 'vitest';
import type { Answer, Person, World } from '../world.ts';

/** Answers of the reports and of the moderators' calls; which field is there is what the tests assert. */
export type Told = {
  readonly id: string;
  readonly state: string;
  readonly kind: string;
  readonly reason: string;
  readonly text: string;
  readonly userId: string;
  readonly roomId: string;
  readonly reportId: string;
  readonly reporterId: string;
  readonly byUserId: string;
  readonly actId: string;
  readonly at: string;
  readonly until: string;
  readonly decision: string;
  readonly assigneeId: string;
  readonly appealedAt: string;
  readonly seq: number;
  readonly hash: string;
  readonly prevHash: string;
  readonly evidence: { readonly room: Readonly<Record<string, unknown>>; readonly person: unknown };
  readonly data: readonly Told[];
  readonly nextCursor: string;
};
export const toldIn = ({ body }: Answer): Told => toTold(body);
const toTold = (body: unknown) => body as Told;

/** The answer of a call that must succeed. */
export function done(answer: Answer, status = 200): Told {
  expect(answer.status, answer.text).toBe(status);
  return toldIn(answer);
}

export const moderatorNamed = (world: World, handle: string): Promise<Person> =>
  world.person(handle, { roles: ['moderator'] });

/** All pages of a list. */
export async function everyPage(person: Person, path: string, limit = 100): Promise<readonly Told[]> {
  const found: Told[] = [];
  let cursor: string | undefined;
  do {
    const sign = path.includes('?') ? '&' : '?';
    const page = done(await person.get(`${path}${sign}limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`));
    found.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found;
}

/** The report as moderators see it. */
export async function reportSeen(moderator: Person, reportId: string, state = 'open'): Promise<Told | undefined> {
  const all = await everyPage(moderator, `/v1/moderation/reports?state=${state}`);
  return all.find(({ id }) => id === reportId);
}

/** What the person concerned reads. */
export const actsOf = (person: Person): Promise<readonly Told[]> => everyPage(person, '/v1/me/moderation');
