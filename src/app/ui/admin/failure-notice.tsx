// Says why something could not be done, whatever kind of failure it was, and offers to try again where that can help.
import { StorageFailure } from '../../../device/store/storage-failure.ts';
import { ApiProblem, Unreachable } from '../../tablet/api.ts';
import { Button } from '../button.tsx';
import { Notice } from '../notice.tsx';
import { Moment } from './moment.tsx';

/** A failure whose message is made for the person: what happened, and what to do next. */
export class ToldFailure extends Error {
  override readonly name = 'ToldFailure';
}

export interface FailureNoticeProps {
  failure: unknown;
  /** Tries it again. */
  onRetry?: (() => void) | undefined;
}

/** The first sentence says what happened, the rest what to do next. */
function partSentences(words: string): { title: string; text: string | null } {
  const [, first, rest] = /^(.+?)[.!]\s+(.+)$/s.exec(words) ?? [];
  return { title: first ?? words.replace(/\.$/, ''), text: rest ?? null };
}

/** Puts a failure into the words that a person gets to see. */
export function describeFailure(failure: unknown): { title: string; text: string | null } {
  if (failure instanceof Unreachable) {
    return { title: 'The server can’t be reached', text: 'Check the network and try again.' };
  }
  if (failure instanceof ApiProblem || failure instanceof StorageFailure || failure instanceof ToldFailure)
    return partSentences(failure.message);
  return { title: 'Something went wrong in this page', text: 'Reload the page and try again.' };
}

/** The same words in one line, for places that have room for no more. */
export function sayFailure(failure: unknown): string {
  const { title, text } = describeFailure(failure);
  return text ? `${title}. ${text}` : `${title}.`;
}

const worthRetry = (failure: unknown) =>
  failure instanceof Unreachable || (failure instanceof ApiProblem && failure.status >= 500);

/** Shows nothing while there is no failure. */
export function FailureNotice({ failure, onRetry }: FailureNoticeProps) {
  if (!failure) return null;
  const { title, text } = describeFailure(failure);
  const retryAt = failure instanceof ApiProblem ? failure.retryAt : undefined;
  const retry = onRetry && worthRetry(failure) && <Button onClick={onRetry}>Try again</Button>;
  return (
    <Notice tone="error" title={title} action={retry}>
      {text}
      {retryAt && (
        <>
          {' '}
          (from <Moment at={retryAt.toISOString()} />)
        </>
      )}
    </Notice>
  );
}
