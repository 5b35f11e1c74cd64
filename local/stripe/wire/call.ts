import type { Raw } from './form.ts';

/** A call that passed every check: `params` are what the SDK's types say, `ids` what the path named. */
export type Call = {
  readonly operation: string;
  readonly ids: readonly string[];
  readonly params: { readonly [key: string]: Raw };
  /** The connected account of the header `stripe-account`. */
  readonly account: string | undefined;
};

/** The parameters by the SDK's own type: they were checked against exactly that. */
export const toParams = <Params>({ params }: Call): Params => params as Params;
