import type { ReactNode } from 'react';

type ProblemProps = { readonly children: ReactNode; readonly id?: string };

/** What went wrong, read out as soon as it is there; nothing is seen of it before. */
export const Problem = ({ children, id }: ProblemProps) => (
  <p className="problem" id={id} role="alert">
    {children}
  </p>
);

/** What a field carries whose words are wrong: `problemId` names the words that say why. */
export const markOf = (isWrong: boolean, problemId: string) =>
  isWrong ? { 'aria-invalid': true, 'aria-describedby': problemId } : {};
