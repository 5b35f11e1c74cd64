import { type Decision, type Refusal, type RefusalCode, type RefusalOptions, refuse } from '../../domain/refusal.ts';

/** Carries a refusal from an operation to the one edge that answers it. The only Error subclass of the product. */
export class RefusalError extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = 'RefusalError';
    this.refusal = refusal;
  }
}

/** The allowed value, or the refusal thrown. */
export function ensure<T>(decision: Decision<T>): T {
  if (!decision.isAllowed) throw new RefusalError(decision.refusal);
  return decision.value;
}

/** Throws the refusal with this code. */
export function stop(code: RefusalCode, options?: RefusalOptions): never {
  throw new RefusalError(refuse(code, options).refusal);
}
