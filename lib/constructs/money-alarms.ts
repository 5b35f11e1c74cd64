import { told } from '../metrics.ts';
import type { ImpactAlarmProps } from './impact-alarm.ts';

/** Each of these waits for somebody: nothing happens by itself any more. */
export const moneyAlarms: readonly Omit<ImpactAlarmProps, 'action'>[] = [
  {
    name: 'refunds-failed',
    metric: told('RefundsFailed', 'Sum', 5),
    impact: ['Somebody whose ticket is gone does not get their money back until an operator acts.'],
  },
  {
    name: 'payouts-failed',
    metric: told('PayoutsFailed', 'Sum', 5),
    impact: ['A host is not paid for a room that took place.'],
  },
  {
    name: 'disputes-opened',
    metric: told('DisputesOpened', 'Sum', 5),
    impact: [
      'A bank takes back what somebody paid for a ticket, who can no longer enter; evidence is due within days.',
    ],
  },
];
