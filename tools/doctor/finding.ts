/** What the doctor says of one thing. `not checked` is never a promise: it says why nobody looked. */
export type Finding = {
  readonly verdict: 'fine' | 'wrong' | 'mind' | 'not checked';
  readonly about: string;
  readonly says: string;
};

export const fine = (about: string, says: string): Finding => ({ verdict: 'fine', about, says });
/** Must be repaired before a deployment. */
export const wrong = (about: string, says: string): Finding => ({ verdict: 'wrong', about, says });
/** May be meant. */
export const mind = (about: string, says: string): Finding => ({ verdict: 'mind', about, says });
export const notChecked = (about: string, says: string): Finding => ({ verdict: 'not checked', about, says });
