import type { Wiring } from '../wiring.ts';

type Marks = Readonly<Record<string, string>>;

/**
 * Region and account, as the address of the key has them: an account of the payment service may serve several deployments, e.g.
 * those that one team tests with.
 */
export const deploymentOf = ({ secretArns }: Wiring): string =>
  secretArns?.['stripe-api-key']?.split(':').slice(3, 5).join('/') ?? '';

/** Texts that say whose something at the payment service is: of which deployment as well. */
export const withDeployment = <Own extends Marks>(wiring: Wiring, marks: Own): Own & Marks => ({
  ...marks,
  deployment: deploymentOf(wiring),
});

/** Whether another deployment made something there. What is without such a mark somebody made by hand. */
export const isForeign = (wiring: Wiring, marks: Marks | null | undefined): boolean =>
  marks?.['deployment'] !== undefined && marks['deployment'] !== deploymentOf(wiring);

/** What stands on something; nothing on what another deployment made. */
export const ourMarks = (wiring: Wiring, marks: Marks | null | undefined): Partial<Marks> =>
  isForeign(wiring, marks) ? {} : (marks ?? {});
