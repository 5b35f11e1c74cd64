import { homeHash } from '../page/route.ts';
import { ScreenTitle } from '../page/screen-title.tsx';

/** Nothing is here, or nothing that this person may see. */
export function NotFound({ words = 'This address leads nowhere.' }: { readonly words?: string }) {
  return (
    <section className="card narrow">
      <ScreenTitle tab="Not found">Not found</ScreenTitle>
      <p>{words}</p>
      <a className="button button-main" href={homeHash}>
        See live rooms
      </a>
    </section>
  );
}
