import type { Wiring } from '../wiring.ts';

type Marks = Readonly<Record<string, string>>;

/** Texts that say whose something at the payment service is: of which deployment as well. */
export const withDeployment = <Own extends Marks>({ deployment }: Wiring, marks: Own): Own & Marks =>
  deployment === undefined ? marks : { ...marks, deployment };

/** Whether another deployment made something there. What is without such a mark somebody made by hand. */
export const isForeign = ({ deployment }: Wiring, marks: Marks | null | undefined): boolean =>
  marks?.['deployment'] !== undefined && marks['deployment'] !== deployment;

/** What stands on something; nothing on what another deployment made. */
export const ourMarks = (wiring: Wiring, marks: Marks | null | undefined): Partial<Marks> =>
  isForeign(wiring, marks) ? {} : (marks ?? {});
