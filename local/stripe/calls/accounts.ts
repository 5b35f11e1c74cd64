import type Stripe from 'stripe';
import { standingOf } from '../accounts.ts';
import { type House, isoOf } from '../house.ts';
import { textsOf } from '../objects/session.ts';
import { type Call, toParams } from '../wire/call.ts';
import { idOf, type Operation } from '../wire/operation.ts';
import { invalid, missing, notHere } from '../wire/refusal.ts';
import { allowOnly } from '../wire/rules.ts';

type Account = Stripe.V2.Core.Account;
type Create = Stripe.V2.Core.AccountCreateParams;

const actedOn = [
  ...['contact_email', 'contact_phone', 'dashboard', 'display_name', 'metadata.*', 'include'],
  ...['configuration.recipient.capabilities.stripe_balance.stripe_transfers.requested'],
  ...['defaults.currency', 'defaults.responsibilities.*', 'identity.country', 'identity.entity_type'],
];
/** An account link is good for some minutes; Stripe names no number, this is ours. */
const linkMilliseconds = 5 * 60 * 1000;

/** Two letters; Stripe knows fewer countries than that, and the stand-in none by name. */
const country = /^[a-z]{2}$/i;

/** A recipient needs a country and an address: Stripe refuses it without, whatever its SDK declares. */
function checkCreate(call: Call): void {
  allowOnly(call.params, actedOn);
  const { configuration, contact_email: email, identity } = toParams<Create>(call);
  if (!configuration?.recipient) return;
  if (identity?.country === undefined)
    throw invalid(
      'identity.country',
      'The field identity.country is required before setting configuration.recipient.',
      'identity_country_required',
    );
  if (!country.test(identity.country)) throw invalid('identity.country', 'Country is not a country code.');
  if (email === undefined)
    throw invalid('contact_email', 'The field contact_email is required when configuring the account as a recipient.');
}

function create(call: Call, house: House): Account {
  const params = toParams<Create>(call);
  const isRequested =
    params.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.requested ?? false;
  const { responsibilities, currency } = params.defaults ?? {};
  const account: Account = {
    id: house.newId('acct'),
    object: 'v2.core.account',
    applied_configurations: params.configuration?.recipient ? ['recipient'] : [],
    closed: false,
    ...(isRequested && standingOf('restricted')),
    ...(params.contact_email !== undefined && { contact_email: params.contact_email }),
    created: isoOf(house),
    ...(params.dashboard !== undefined && { dashboard: params.dashboard }),
    defaults: {
      ...(currency !== undefined && { currency }),
      responsibilities: { ...responsibilities, requirements_collector: 'stripe' },
    },
    ...(params.display_name !== undefined && { display_name: params.display_name }),
    identity: {
      ...(params.identity?.country && { country: params.identity.country }),
      ...(params.identity?.entity_type && { entity_type: params.identity.entity_type }),
    },
    livemode: false,
    metadata: textsOf(params.metadata),
  };
  house.state.accounts.put(account.id, account);
  house.publishThin('v2.core.account.created', {
    id: account.id,
    type: account.object,
    url: `/v2/core/accounts/${account.id}`,
  });
  return shown(account, params.include);
}

const includable = ['configuration', 'defaults', 'identity', 'requirements'] as const;

/** v2 shows these parts only to whoever asks for them. */
function shown(account: Account, include: readonly string[] = []): Account {
  const asked = new Set(include.map((path) => path.split('.', 1)[0] ?? ''));
  const hidden = includable.filter((part) => !asked.has(part));
  const entries = Object.entries(account).filter(([key]) => !hidden.some((part) => part === key));
  return toAccount(Object.fromEntries(entries));
}

const toAccount = (fields: object): Account => fields as Account;

function find(id: string, house: House, param: string): Account {
  const found = house.state.accounts.get(id);
  if (!found) throw missing('account', id, param);
  return found;
}

function retrieve(call: Call, house: House): Account {
  return shown(find(idOf(call), house, 'id'), toParams<Stripe.V2.Core.AccountRetrieveParams>(call).include);
}

/** A page on which the host would be asked who they are. */
function link(call: Call, house: House): Stripe.V2.Core.AccountLink {
  const { account: id, use_case } = toParams<Stripe.V2.Core.AccountLinkCreateParams>(call);
  const account = find(id, house, 'account');
  const wish = use_case.account_onboarding;
  if (use_case.type !== 'account_onboarding' || !wish) throw notHere(`account links for ${use_case.type}`);
  const back = new URLSearchParams({ return_url: wish.return_url ?? wish.refresh_url });
  return {
    object: 'v2.core.account_link',
    account: account.id,
    created: isoOf(house),
    expires_at: new Date(Math.floor(house.clock.now()) + linkMilliseconds).toISOString(),
    livemode: false,
    url: `${house.origin}/local/stripe/onboarding/${account.id}?${back}`,
    use_case: { type: 'account_onboarding', account_onboarding: wish },
  };
}

const path = '/v2/core/accounts';

export const accountCalls: readonly Operation[] = [
  {
    method: 'POST',
    path,
    name: 'v2.core.accounts.create',
    check: checkCreate,
    run: create,
  },
  { method: 'GET', path: `${path}/{id}`, name: 'v2.core.accounts.retrieve', run: retrieve },
  { method: 'POST', path: '/v2/core/account_links', name: 'v2.core.account_links.create', run: link },
];
