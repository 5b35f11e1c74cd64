import type { Api } from '../api/api.ts';
import { wordsFor } from '../api/http.ts';
import type { PayoutAccount } from '../api/ticket-types.ts';
import { useDoing } from '../page/doing.ts';
import { usePolled } from '../page/polled.ts';
import { linkOf } from '../page/safe-link.ts';
import { Notice } from './notice.tsx';

type State = PayoutAccount['state'];

const words: Readonly<Record<State, string>> = {
  none: 'Before you sell tickets, say where your money goes. The payment service asks you on a page of its own.',
  onboarding: 'The payment service still has questions. Tickets can be sold when they are answered.',
  active: 'You can be paid. What a room brought is sent to you some days after it took place.',
  restricted: 'The payment service does not pay you out for the moment. It tells you why, and what is missing.',
};
const labels: Readonly<Record<State, string>> = {
  none: 'Set up payouts',
  onboarding: 'Go on with payouts',
  active: 'Change payout details',
  restricted: 'See what is missing',
};

/** Whether the host can be paid, and the way to the payment service's questions. */
export function PayoutCard({ api }: { readonly api: Api }) {
  const { value, error } = usePolled(api.payoutAccount, 10);
  const { isBusy, problem, attempt } = useDoing();
  const open = () =>
    attempt(async () => {
      const { url = '' } = await api.openPayoutAccount();
      const link = linkOf(url);
      if (link !== undefined) location.assign(link);
    });
  return (
    <section className="card" aria-labelledby="payouts">
      <h2 id="payouts">
        Payouts {value?.state === 'active' && <span className="badge">Ready</span>}
        {value?.state === 'restricted' && <span className="badge badge-warning">Stopped</span>}
      </h2>
      {!value && <p className="quiet">{error === undefined ? 'Reading…' : wordsFor(error)}</p>}
      {value && <p>{words[value.state]}</p>}
      {problem !== '' && <Notice kind="error">{problem}</Notice>}
      {value && (
        <div className="buttons buttons-start">
          <button
            type="button"
            className={value.state === 'active' ? 'button' : 'button button-main'}
            disabled={isBusy}
            onClick={() => void open()}
          >
            {labels[value.state]}
          </button>
        </div>
      )}
    </section>
  );
}
