import type { Api } from '../api/api.ts';
import { ApiError, wordsFor } from '../api/http.ts';
import type { PayoutAccount } from '../api/ticket-types.ts';
import { useDoing } from '../page/doing.ts';
import { usePolled } from '../page/polled.ts';
import { linkOf } from '../page/safe-link.ts';
import { Notice } from './notice.tsx';

type State = PayoutAccount['state'];

const words: Readonly<Record<State, string>> = {
  none: 'Before you sell tickets, say where your money goes. The payment service asks you on a page of its own.',
  onboarding: 'The payment service still has questions, or is deciding. You can be paid as soon as it says so.',
  active: 'You can be paid. What a room brought is sent to you some days after it took place.',
  restricted:
    'The payment service has stopped your payouts, and your tickets are not on sale. There you see what it asks of you.',
};
const labels: Readonly<Record<State, string>> = {
  none: 'Set up payouts',
  onboarding: 'Go on with payouts',
  active: 'Change payout details',
  restricted: 'Answer the payment service',
};

/** Each look asks the payment service; who can be paid has nothing to wait for. */
const pauseOf = (read: PayoutAccount | undefined): number | undefined => (read?.state === 'active' ? undefined : 60);

/** Whether the host can be paid, and the way to the payment service's questions. */
export function PayoutCard({ api }: { readonly api: Api }) {
  const { value, error } = usePolled(api.payoutAccount, pauseOf);
  const { isBusy, problem, attempt } = useDoing();
  const open = () =>
    attempt(async () => {
      const { url = '' } = await api.openPayoutAccount();
      const link = linkOf(url);
      if (link === undefined) throw new ApiError(0, 'no_link', 'The payment service opened no page. Try again later.');
      location.assign(link);
    });
  return (
    <section className="card" aria-labelledby="payouts">
      <h2 id="payouts">
        Payouts {value?.state === 'active' && <span className="badge">Ready</span>}
        {value?.state === 'restricted' && <span className="badge badge-warning">Not ready</span>}
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
