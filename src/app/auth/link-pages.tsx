// What the pages of one-time links share: the page without a code, and the link that opens nothing.
import type { ReactNode } from 'react';
import { isProblem } from '../tablet/api.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { Button } from '../ui/button.tsx';
import { ButtonLink } from '../ui/button-link.tsx';
import { CenteredCard } from '../ui/centered-card.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { Notice } from '../ui/notice.tsx';
import { CodeForm } from './code-form.tsx';

/** Tells whether a failure says that the link itself is at its end. */
export const isDeadLink = (failure: unknown) =>
  isProblem(failure, 'link_invalid', 'link_unknown', 'link_expired');

export interface LinkPageProps {
  title: string;
  children?: ReactNode;
}

export interface NoLinkCardProps extends LinkPageProps {
  /** Which link the page needs. */
  needed?: string | undefined;
  /** What to open, and where it is. */
  opening?: string | undefined;
}

/** The page was opened without a code; `children` say what else to do. */
export function NoLinkCard({
  title,
  needed = 'a link from an email',
  opening = 'Open the link in the email.',
  children,
}: NoLinkCardProps) {
  return (
    <CenteredCard title={title}>
      <FormStack>
        <Notice tone="info" title={`This page needs ${needed}`}>
          {opening} If it brings you here again, your email program has changed it: enter the code instead.
        </Notice>
        <CodeForm />
        {children}
        <ButtonLink href="/sign-in" wide>
          Sign in
        </ButtonLink>
      </FormStack>
    </CenteredCard>
  );
}

/** A link that was used, replaced, or could not be checked. */
export function LinkFailureCard({
  title,
  failure,
  onRetry,
  children,
}: LinkPageProps & { failure: unknown; onRetry: () => void }) {
  return (
    <CenteredCard title={title}>
      <FormStack>
        <FailureNotice failure={failure} onRetry={onRetry} />
        {isProblem(failure, 'too_many_attempts') && (
          <Button wide onClick={onRetry}>
            Try again
          </Button>
        )}
        {isProblem(failure, 'link_unknown', 'setup_code_invalid') && <CodeForm />}
        {children}
      </FormStack>
    </CenteredCard>
  );
}
