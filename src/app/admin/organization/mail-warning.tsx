// "This server can’t send emails yet": stands where somebody would wait for one that never comes.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { organizationQuery } from './organization-query.ts';

interface MailWarningProps {
  /** Only the title stands there until somebody asks for more, above a list that one came for. */
  short?: boolean;
}

/** Shows nothing once the server has a mail server, or while that is not known. */
export function MailWarning({ short = false }: MailWarningProps) {
  const { data } = useQuery(organizationQuery);
  const [isOpen, setIsOpen] = useState(!short);
  if (data?.mailDelivery !== 'files') return null;
  const title = 'This server can’t send emails yet';
  if (!isOpen) {
    return (
      <Notice
        tone="warning"
        title={title}
        action={<Button onClick={() => setIsOpen(true)}>What to do</Button>}
      />
    );
  }
  return (
    <Notice tone="warning" title={title}>
      Emails are written to files on the server, in the folder “mail” of its data, and reach nobody. Whoever
      runs the server can change that with SMTP_URL. Until then, copy invitation links and pass them on
      yourself.
    </Notice>
  );
}
