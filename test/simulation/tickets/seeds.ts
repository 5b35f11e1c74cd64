import { inject } from 'vitest';
import { openTicketSimulation, type TicketSimulation } from './run.ts';

let opened: Promise<TicketSimulation> | undefined;
/** The simulations of tickets over the run's one assembly. */
export const ticketSimulation = (): Promise<TicketSimulation> => {
  opened ??= openTicketSimulation(inject('assembly'));
  return opened;
};
