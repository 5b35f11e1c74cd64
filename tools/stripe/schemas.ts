import { type Declared, declarationsOf } from './declarations.ts';

/** Types by name: a record of fields, or the text of another type. Enums are closed, as the service's own check is. */
export type Schemas = {
  readonly version: string;
  readonly operations: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
};

/** The calls of the stand-in: the file and the parameters' type in it. */
const calls: Readonly<Record<string, readonly [file: string, type: string]>> = {
  'checkout.sessions.create': ['Checkout/Sessions', 'Checkout.SessionCreateParams'],
  'checkout.sessions.retrieve': ['Checkout/Sessions', 'Checkout.SessionRetrieveParams'],
  'checkout.sessions.list': ['Checkout/Sessions', 'Checkout.SessionListParams'],
  'checkout.sessions.expire': ['Checkout/Sessions', 'Checkout.SessionExpireParams'],
  'payment_intents.create': ['PaymentIntents', 'PaymentIntentCreateParams'],
  'payment_intents.retrieve': ['PaymentIntents', 'PaymentIntentRetrieveParams'],
  'payment_intents.list': ['PaymentIntents', 'PaymentIntentListParams'],
  'payment_intents.cancel': ['PaymentIntents', 'PaymentIntentCancelParams'],
  'refunds.create': ['Refunds', 'RefundCreateParams'],
  'refunds.retrieve': ['Refunds', 'RefundRetrieveParams'],
  'refunds.list': ['Refunds', 'RefundListParams'],
  'transfers.create': ['Transfers', 'TransferCreateParams'],
  'transfers.list': ['Transfers', 'TransferListParams'],
  'transfers.create_reversal': ['Transfers', 'TransferCreateReversalParams'],
  'transfers.retrieve': ['Transfers', 'TransferRetrieveParams'],
  'charges.retrieve': ['Charges', 'ChargeRetrieveParams'],
  'balance.retrieve': ['Balance', 'BalanceRetrieveParams'],
  'events.list': ['Events', 'EventListParams'],
  'events.retrieve': ['Events', 'EventRetrieveParams'],
  'disputes.retrieve': ['Disputes', 'DisputeRetrieveParams'],
  'disputes.list': ['Disputes', 'DisputeListParams'],
  'disputes.update': ['Disputes', 'DisputeUpdateParams'],
  'webhook_endpoints.create': ['WebhookEndpoints', 'WebhookEndpointCreateParams'],
  'v2.core.accounts.create': ['V2/Core/Accounts', 'V2.Core.AccountCreateParams'],
  'v2.core.accounts.retrieve': ['V2/Core/Accounts', 'V2.Core.AccountRetrieveParams'],
  'v2.core.account_links.create': ['V2/Core/AccountLinks', 'V2.Core.AccountLinkCreateParams'],
  'v2.core.event_destinations.create': ['V2/Core/EventDestinations', 'V2.Core.EventDestinationCreateParams'],
  'v2.core.event_destinations.retrieve': ['V2/Core/EventDestinations', 'V2.Core.EventDestinationRetrieveParams'],
  'v2.core.event_destinations.list': ['V2/Core/EventDestinations', 'V2.Core.EventDestinationListParams'],
  'v2.core.event_destinations.update': ['V2/Core/EventDestinations', 'V2.Core.EventDestinationUpdateParams'],
  'v2.core.event_destinations.del': ['V2/Core/EventDestinations', 'V2.Core.EventDestinationDeleteParams'],
  'v2.core.events.retrieve': ['V2/Core/Events', 'V2.Core.EventRetrieveParams'],
};

/** Names that the reader of the file knows by itself. */
const known = ['string', 'number', 'boolean', 'null', 'Array', 'Emptyable', 'Decimal', 'key'];

/** Reads files of the SDK by their path and follows every type from the parameters of our calls. Throws on a name it cannot find. */
export async function schemasOf(read: (path: string) => Promise<string>): Promise<Schemas> {
  const shared = [
    ...declarationsOf(await read('shared.d.ts')),
    ...declarationsOf(await read('resources/V2/V2Amounts.d.ts')),
  ];
  const files = new Map<string, Map<string, Declared>>();
  const types: Record<string, string | Record<string, string>> = {};
  for (const [file, root] of Object.values(calls)) {
    const own = files.get(file) ?? declarationsOf(await read(`resources/${file}.d.ts`));
    files.set(file, own);
    follow(new Map([...shared, ...own]), root, types);
  }
  const version = /'(\d{4}-[^']+)'/.exec(await read('apiVersion.js'))?.[1] ?? '';
  const operations = Object.fromEntries(Object.entries(calls).map(([operation, [, type]]) => [operation, type]));
  return { version, operations, types: Object.fromEntries(Object.entries(types).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function follow(
  declared: Map<string, Declared>,
  root: string,
  types: Record<string, string | Record<string, string>>,
): void {
  const waiting = [root];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name in types) continue;
    const found = declared.get(name);
    if (!found) throw new Error(`The SDK declares no ${name}`);
    const resolve = (text: string): string =>
      text.replace(/ \| OtherString\b/g, '').replace(/'[^']*'|[A-Za-z_][\w.]*/g, (word) => {
        if (word.startsWith("'") || known.includes(word)) return word;
        const full = fullNameOf(declared, found.scope, word);
        waiting.push(full);
        return full;
      });
    types[name] = typeof found.shape === 'string' ? resolve(found.shape) : fieldsOf(declared, found, resolve);
  }
}

function fieldsOf(declared: Map<string, Declared>, { shape, extended }: Declared, resolve: (text: string) => string) {
  const inherited = extended === undefined ? undefined : declared.get(extended);
  const all = { ...(typeof inherited?.shape === 'object' && inherited.shape), ...(typeof shape === 'object' && shape) };
  return Object.fromEntries(Object.entries(all).map(([field, text]) => [field, resolve(text)]));
}

/** The nearest declaration of that name, looking from the inside out. */
function fullNameOf(declared: Map<string, Declared>, scope: readonly string[], name: string): string {
  for (let depth = scope.length; depth >= 0; depth -= 1) {
    const full = [...scope.slice(0, depth), name].join('.');
    if (declared.has(full)) return full;
  }
  throw new Error(`The SDK declares no ${name} in ${scope.join('.')}`);
}
