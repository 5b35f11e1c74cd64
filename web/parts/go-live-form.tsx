import { type FormEvent, useId, useRef, useState } from 'react';
import type { Api } from '../api/api.ts';
import { wordsFor } from '../api/http.ts';
import type { Grant } from '../api/types.ts';
import { Problem } from './problem.tsx';

type GoLiveFormProps = {
  readonly api: Api;
  readonly maxTitleCharacters: number;
  readonly onLive: (grant: Grant) => void;
};

/** Counted as the API counts: composed, and whole characters. */
const charactersIn = (text: string): number => [...text.normalize('NFC')].length;

function problemWith(title: string, most: number): string {
  if (title.trim() === '') return 'Give the room a title.';
  return charactersIn(title) > most ? `The title has at most ${most} characters.` : '';
}

export function GoLiveForm({ api, maxTitleCharacters, onLive }: GoLiveFormProps) {
  const [title, setTitle] = useState('');
  const [problem, setProblem] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = problemWith(title, maxTitleCharacters);
    setProblem(found);
    if (found !== '') return field.current?.focus();
    setIsBusy(true);
    try {
      onLive(await api.goLive(title.trim()));
    } catch (error) {
      setProblem(wordsFor(error));
      setIsBusy(false);
    }
  };
  return (
    <form onSubmit={submit} noValidate>
      <label htmlFor={id}>Title of the room</label>
      <input
        ref={field}
        id={id}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        placeholder="What do you talk about?"
        autoComplete="off"
        aria-required="true"
        aria-invalid={problem !== ''}
        aria-describedby={`${id}-count ${id}-problem`}
      />
      <p className="quiet count" id={`${id}-count`}>
        {charactersIn(title)} of {maxTitleCharacters} characters
      </p>
      <Problem id={`${id}-problem`}>{problem}</Problem>
      <button type="submit" className="button button-main button-wide" disabled={isBusy}>
        {isBusy ? 'Going live…' : 'Go live'}
      </button>
    </form>
  );
}
