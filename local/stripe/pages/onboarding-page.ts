import type Stripe from 'stripe';
import { page, safe } from './layout.ts';

/** Where a host would tell who they are and where their money goes. */
export const onboardingPage = ({ display_name: name = '', id }: Stripe.V2.Core.Account): string =>
  page(
    'Get paid',
    `<h1>Get paid${name === '' ? '' : `, ${safe(name)}`}</h1>
<p>Account ${safe(id)}</p>
<form method="post"><button>Answer everything</button></form>`,
  );
