import type { ServerResponse } from 'node:http';
import type { Handle } from '../../listening/dispatch.ts';
import { changeStanding } from '../accounts.ts';
import { cards } from '../checkout.ts';
import { PayRefusal, pay } from '../paying.ts';
import type { StripeStandIn } from '../stripe.ts';
import { checkoutPage, returnUrlOf } from './checkout-page.ts';
import { onboardingPage } from './onboarding-page.ts';

const onboardingPath = /^\/local\/stripe\/onboarding\/([^/?]+)/;
const checkoutPath = /^\/local\/stripe\/checkout\/([^/?]+)/;

function sendPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(html);
}

const sendTo = (response: ServerResponse, url: string): void => void response.writeHead(303, { location: url }).end();

/** The pages people see at Stripe: checkout with buttons for the test cards, and the questions put to a host. */
export function createPages({ house }: Pick<StripeStandIn, 'house'>, written: () => Promise<void>): Handle {
  const show = (response: ServerResponse, id: string, message = '', status = 200): void => {
    const record = house.state.sessions.get(id);
    if (record) sendPage(response, status, checkoutPage(record, house.clock.now(), message));
    else sendPage(response, 404, '<h1>No such checkout session</h1>');
  };

  async function take(response: ServerResponse, id: string, body: string): Promise<void> {
    const card = cards.find((one) => one === new URLSearchParams(body).get('card'));
    if (card === undefined) return show(response, id, 'Choose a card.', 400);
    try {
      const { status } = pay(house, id, card);
      await written();
      const back = returnUrlOf(house.state.sessions.get(id));
      if (status === 'complete' && back !== undefined) sendTo(response, back);
      else show(response, id, status === 'complete' ? '' : 'Your card was declined. Try another one.');
    } catch (error) {
      if (!(error instanceof PayRefusal)) throw error;
      show(response, id, '', 409);
    }
  }

  async function onboard(response: ServerResponse, id: string, url: string, isAnswered: boolean): Promise<void> {
    const account = house.state.accounts.get(id);
    const back = new URL(url, house.origin).searchParams.get('return_url') ?? house.origin;
    if (!account) return sendPage(response, 404, '<h1>No such account</h1>');
    if (!isAnswered) return sendPage(response, 200, onboardingPage(account));
    changeStanding(house, account, 'active');
    await written();
    sendTo(response, back);
  }

  return async (request, response, body) => {
    const { url = '', method } = request;
    const account = onboardingPath.exec(url)?.[1];
    if (account !== undefined) {
      await onboard(response, account, url, method === 'POST');
      return true;
    }
    const id = checkoutPath.exec(url)?.[1];
    if (id === undefined) return false;
    if (method === 'POST') await take(response, id, body.toString());
    else show(response, id);
    return true;
  };
}
